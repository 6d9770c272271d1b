package dev.serin.runtime.sklearn.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {
  /** Values of {@code scipy.special.ndtri}, SciPy 1.17.1. */
  @ParameterizedTest
  @CsvSource({
    "1e-300, -37.0470962993612",
    "1e-20, -9.262340089798409",
    "1e-09, -5.9978070150076865",
    "1e-07, -5.1993375821928165",
    "0.001, -3.090232306167813",
    "0.02425, -1.972961051311885",
    "0.075, -1.4395314709384563",
    "0.2, -0.8416212335729142",
    "0.5, 0.0",
    "0.575, 0.18911842627279238",
    "0.7, 0.5244005127080407",
    "0.925, 1.4395314709384563",
    "0.97, 1.8807936081512509",
    "0.9999, 3.719016485455709",
    "0.9999999999, 6.361340889697422"
  })
  void quantilesAreThoseOfScipy(double p, double expected) {
    assertThat(Normal.quantile(p))
        .isCloseTo(expected, within(1e-14 * Math.max(1, Math.abs(expected))));
  }

  @ParameterizedTest
  @CsvSource({"0.025, 0.975", "0.3, 0.7", "0.0009765625, 0.9990234375"})
  void theDistributionIsSymmetric(double p, double q) {
    assertThat(Normal.quantile(p)).isCloseTo(-Normal.quantile(q), within(1e-12));
  }

  @Test
  void theEndsAreInfiniteAndBeyondThereIsNothing() {
    assertThat(Normal.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Normal.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Normal.quantile(1.5)).isNaN();
  }
}
