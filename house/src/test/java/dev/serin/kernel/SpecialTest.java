package dev.serin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

/** Expected values are those of SciPy 1.17. */
class SpecialTest {

  @Test
  void theErrorFunctionIsThatOfSciPy() {
    assertThat(Special.erf(0)).isZero();
    assertThat(Special.erf(0.1)).isCloseTo(0.1124629160182849, within(1e-16));
    assertThat(Special.erf(-0.5)).isCloseTo(-0.5204998778130465, within(2e-16));
    assertThat(Special.erf(1.1)).isCloseTo(0.8802050695740817, within(2e-16));
    assertThat(Special.erf(1.3)).isCloseTo(0.9340079449406524, within(2e-16));
    assertThat(Special.erf(3.5)).isCloseTo(0.9999992569016276, within(2e-16));
    assertThat(Special.erf(40)).isEqualTo(1);
    assertThat(Special.erf(Double.NaN)).isNaN();
  }

  @Test
  void theBesselFunctionIsThatOfSciPy() {
    assertThat(Special.besselK(0.8, 0.3)).isCloseTo(2.320095008905386, within(1e-14));
    assertThat(Special.besselK(0.8, 5)).isCloseTo(0.003913790808934371, within(1e-17));
    assertThat(Special.besselK(2.5, 1)).isCloseTo(3.227479531135262, within(1e-14));
    assertThat(Special.besselK(0.8, 1e-10)).isCloseTo(101352083.30896503, withinPercentage(1e-11));
  }

  @Test
  void noArgumentMakesTheSpecialFunctionsRunOn() {
    assertThat(Special.besselK(Double.NaN, 1)).isNaN();
    assertThat(Special.besselK(1e300, 1)).isNotZero();
    assertThat(Gamma.log(-1e300)).isNaN();
    assertThat(Gamma.digamma(-1e300)).isNaN();
    assertThat(Gamma.digamma(Double.NaN)).isNaN();
  }

  @Test
  void theGammaFunctionsAreThoseOfSciPy() {
    assertThat(Gamma.log(0.3)).isCloseTo(1.0957979948180756, within(1e-14));
    assertThat(Gamma.log(1)).isCloseTo(0, within(1e-14));
    assertThat(Gamma.log(30)).isCloseTo(71.257038967168, within(1e-13));
    assertThat(Gamma.digamma(0.3)).isCloseTo(-3.502524222200133, within(1e-14));
    assertThat(Gamma.digamma(1)).isCloseTo(-0.5772156649015329, within(1e-15));
    assertThat(Gamma.digamma(4.5)).isCloseTo(1.388870926359529, within(1e-15));
  }
}
