package dev.serin.kernel.pairs;

import dev.serin.kernel.LinearKernel;

/** How alike two rows are, by the formulas of {@code sklearn.metrics.pairwise}. */
public sealed interface Likeness {

  /** The likeness of {@code n} numbers of {@code a} and of {@code b}. */
  double of(double[] a, int fromA, double[] b, int fromB, int n);

  /** Whether rows must not hold numbers below zero. */
  default boolean countsOnly() {
    return false;
  }

  /** The likeness [rows, others] of all rows of {@code x} to all of {@code y}, each of width n. */
  default double[] matrix(double[] x, double[] y, int n) {
    int rows = x.length / n;
    int others = y.length / n;
    double[] all = new double[Math.multiplyExact(rows, others)];
    for (int row = 0; row < rows; row++) {
      for (int other = 0; other < others; other++) {
        all[row * others + other] = of(x, row * n, y, other * n, n);
      }
    }
    return all;
  }

  /** a · b. */
  record Linear() implements Likeness {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return LinearKernel.dot(a, fromA, b, fromB, n);
    }
  }

  /** (gamma a · b + coef0)^degree. */
  record Polynomial(double gamma, double coef0, double degree) implements Likeness {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return Math.pow(gamma * LinearKernel.dot(a, fromA, b, fromB, n) + coef0, degree);
    }
  }

  /** tanh(gamma a · b + coef0). */
  record Sigmoid(double gamma, double coef0) implements Likeness {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return Math.tanh(gamma * LinearKernel.dot(a, fromA, b, fromB, n) + coef0);
    }
  }

  /** e^(-gamma |a - b|²). */
  record Gaussian(double gamma) implements Likeness {
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

  /** e^(-gamma times the sum of the gaps). */
  record Laplacian(double gamma) implements Likeness {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += Math.abs(a[fromA + i] - b[fromB + i]);
      }
      return Math.exp(-gamma * sum);
    }
  }

  /** The cosine of the angle between the rows; 0 where one is all zeros. */
  record Cosine() implements Likeness {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      double first = Math.sqrt(LinearKernel.dot(a, fromA, a, fromA, n));
      double second = Math.sqrt(LinearKernel.dot(b, fromB, b, fromB, n));
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum +=
            a[fromA + i] / (first == 0 ? 1 : first) * (b[fromB + i] / (second == 0 ? 1 : second));
      }
      return sum;
    }
  }

  /** Minus the sum of (a - b)² / (a + b); exponential: e to gamma times that. */
  record ChiSquared(double gamma, boolean exponential) implements Likeness {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double gap = a[fromA + i] - b[fromB + i];
        double size = a[fromA + i] + b[fromB + i];
        sum += size == 0 ? 0 : gap * gap / size;
      }
      return exponential ? Math.exp(gamma * -sum) : -sum;
    }

    @Override
    public boolean countsOnly() {
      return true;
    }
  }
}
