package dev.serin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinksTest {

  @Test
  void expitIsOneHalfAtZeroAndFlatFarOut() {
    assertThat(Links.expit(0)).isEqualTo(0.5);
    assertThat(Links.expit(-1000)).isEqualTo(0);
    assertThat(Links.expit(1000)).isEqualTo(1);
    assertThat(Links.expit(Double.NaN)).isNaN();
    assertThat(Links.expit(2)).isCloseTo(0.8807970779778823, within(1e-16));
  }

  @Test
  void logitUndoesExpit() {
    for (double p : new double[] {1e-300, 1e-9, 0.2, 0.3, 0.5, 0.65, 0.7, 0.999}) {
      assertThat(Links.expit(Links.logit(p))).isCloseTo(p, within(1e-15));
    }
    assertThat(Links.logit(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Links.logit(1)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void softmaxDoesNotOverflow() {
    double[] rows = Links.softmax(new double[] {1000, 1000, 0, Math.log(3)}, 2);

    assertThat(rows[0]).isEqualTo(0.5);
    assertThat(rows[1]).isEqualTo(0.5);
    assertThat(rows[2]).isCloseTo(0.25, within(1e-15));
    assertThat(rows[3]).isCloseTo(0.75, within(1e-15));
  }

  @Test
  void theLargestIsTheFirstOfEquals() {
    assertThat(Links.largest(new double[] {9, 1, 3, 3, 2}, 1, 4)).isEqualTo(1);
    assertThat(Links.largest(new double[] {1, Double.NaN, 5}, 0, 3)).isEqualTo(1);
  }

  @Test
  void pairedPutsTheFirstClassBeforeTheSecond() {
    assertThat(Links.paired(new double[] {0.25, 1})).containsExactly(0.75, 0.25, 0, 1);
  }
}
