package dev.serin.kernel;

/** How alike two rows are, by the formulas of LIBSVM. */
public sealed interface KernelFunction {

  /** The likeness of {@code n} numbers of {@code a} and of {@code b}. */
  double of(double[] a, int fromA, double[] b, int fromB, int n);

  /** a · b. */
  record Linear() implements KernelFunction {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return LinearKernel.dot(a, fromA, b, fromB, n);
    }
  }

  /** e^(-gamma |a - b|²). */
  record Rbf(double gamma) implements KernelFunction {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double gap = a[fromA + i] - b[fromB + i];
        sum += gap * gap;
      }
      return Math.exp(-gamma * sum);
    }
  }

  /** (gamma a · b + coef0)^degree, multiplied by squaring. */
  record Poly(double gamma, double coef0, int degree) implements KernelFunction {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      double square = gamma * LinearKernel.dot(a, fromA, b, fromB, n) + coef0;
      double power = 1;
      for (int left = degree; left > 0; left /= 2) {
        if (left % 2 == 1) {
          power *= square;
        }
        square *= square;
      }
      return power;
    }
  }

  /** tanh(gamma a · b + coef0). */
  record Sigmoid(double gamma, double coef0) implements KernelFunction {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return Math.tanh(gamma * LinearKernel.dot(a, fromA, b, fromB, n) + coef0);
    }
  }
}
