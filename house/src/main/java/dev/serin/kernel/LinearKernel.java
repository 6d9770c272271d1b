package dev.serin.kernel;

/**
 * Weighted sums: each row x [F] gives W x + b [K]. The weights are [K, F] row-major; the products
 * of one row are added in the order of the features, then the intercept.
 */
public final class LinearKernel {
  private final double[] weights;
  private final double[] intercepts;
  private final int features;

  /**
   * Weights [outputs, features] row-major with one intercept for each output.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT at {@code place} when the sizes disagree
   */
  public LinearKernel(double[] weights, double[] intercepts, String place) {
    if (intercepts.length == 0 || weights.length % intercepts.length != 0) {
      throw Corrupt.at(
          place, weights.length + " weights do not fit " + intercepts.length + " intercepts");
    }
    this.weights = weights.clone();
    this.intercepts = intercepts.clone();
    this.features = weights.length / intercepts.length;
  }

  /** How many numbers a row has. */
  public int features() {
    return features;
  }

  /** How many sums a row gives. */
  public int outputs() {
    return intercepts.length;
  }

  /** The sums [rows, outputs] of the rows {@code x} [rows, features]. */
  public double[] apply(double[] x, int rows) {
    int outputs = intercepts.length;
    double[] sums = new double[Math.multiplyExact(rows, outputs)];
    for (int row = 0; row < rows; row++) {
      for (int output = 0; output < outputs; output++) {
        sums[row * outputs + output] =
            dot(weights, output * features, x, row * features, features) + intercepts[output];
      }
    }
    return sums;
  }

  /** The inner product of {@code n} numbers of {@code a} and {@code b}, added in order. */
  public static double dot(double[] a, int fromA, double[] b, int fromB, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[fromA + i] * b[fromB + i];
    }
    return sum;
  }
}
