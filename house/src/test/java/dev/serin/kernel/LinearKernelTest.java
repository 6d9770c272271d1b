package dev.serin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import org.junit.jupiter.api.Test;

class LinearKernelTest {

  @Test
  void eachRowGivesOneSumForEachOutput() {
    LinearKernel kernel =
        new LinearKernel(new double[] {1, 2, 0, -1, 0.5, 4}, new double[] {10, -10}, "model");

    double[] sums = kernel.apply(new double[] {1, 1, 1, 2, 0, -3}, 2);

    assertThat(kernel.features()).isEqualTo(3);
    assertThat(kernel.outputs()).isEqualTo(2);
    assertThat(sums).containsExactly(13, -6.5, 12, -24);
  }

  @Test
  void noRowsGiveNoSums() {
    LinearKernel kernel = new LinearKernel(new double[] {1, 2}, new double[] {0}, "model");

    assertThat(kernel.apply(new double[0], 0)).isEmpty();
  }

  @Test
  void weightsThatDoNotFillTheOutputsAreCorrupt() {
    assertThatThrownBy(() -> new LinearKernel(new double[5], new double[2], "lr.coef_"))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> assertThat(raised.problem().code()).isEqualTo("CORRUPT"))
        .hasMessageContaining("lr.coef_");
    assertThatThrownBy(() -> new LinearKernel(new double[0], new double[0], "lr.coef_"))
        .isInstanceOf(Problem.Raised.class);
  }
}
