package dev.serin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SvmKernelTest {
  private static final double[] A = {1, 2};
  private static final double[] B = {9, 3, -1};

  @Test
  void theFourFunctionsAreThoseOfLibsvm() {
    double dot = 3 - 2;
    double distance = 4 + 9;

    assertThat(new KernelFunction.Linear().of(A, 0, B, 1, 2)).isEqualTo(dot);
    assertThat(new KernelFunction.Rbf(0.5).of(A, 0, B, 1, 2))
        .isCloseTo(Math.exp(-0.5 * distance), within(1e-18));
    assertThat(new KernelFunction.Poly(2, 1, 5).of(A, 0, B, 1, 2)).isEqualTo(243);
    assertThat(new KernelFunction.Poly(2, 1, 0).of(A, 0, B, 1, 2)).isEqualTo(1);
    assertThat(new KernelFunction.Sigmoid(0.25, 0.5).of(A, 0, B, 1, 2))
        .isCloseTo(Math.tanh(0.75), within(1e-16));
  }

  @Test
  void theScoreIsTheWeightedLikenessPlusTheIntercept() {
    SupportVectors vectors =
        new SupportVectors(new KernelFunction.Linear(), new double[] {1, 0, 0, 2}, 2, 2, "svr");
    SvmKernel kernel = new SvmKernel(vectors, new double[] {3, -0.5}, 10, "svr");

    assertThat(kernel.features()).isEqualTo(2);
    assertThat(kernel.apply(new double[] {1, 1, 0, 4}, 2)).containsExactly(12, 6);
  }

  @Test
  void withoutSupportVectorsTheScoreIsTheIntercept() {
    SupportVectors none = new SupportVectors(new KernelFunction.Rbf(1), new double[0], 0, 2, "svr");

    assertThat(new SvmKernel(none, new double[0], -2, "svr").apply(A, 1)).containsExactly(-2);
  }

  @Test
  void sizesThatDisagreeAreCorrupt() {
    KernelFunction linear = new KernelFunction.Linear();
    SupportVectors vectors = new SupportVectors(linear, A, 1, 2, "svr");

    assertThatThrownBy(() -> new SvmKernel(vectors, A, 0, "svr")).hasMessageContaining("2 weights");
    assertThatThrownBy(() -> new SupportVectors(linear, A, 2, 2, "svr"))
        .hasMessageStartingWith("CORRUPT");
    assertThatThrownBy(() -> new SupportVectors(linear, A, Integer.MAX_VALUE, 3, "svr"))
        .hasMessageStartingWith("CORRUPT");
  }
}
