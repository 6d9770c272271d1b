package dev.serin.kernel.near;

/**
 * Euclidean distances of another yard: {@code squares} [n] divides each squared gap (standardised),
 * or {@code form} [n, n] weighs the products of gaps (Mahalanobis); one of the two is empty.
 */
public record Quadratic(double[] squares, double[] form) implements Distance {
  /** Each squared gap divided by a variance. */
  public static Quadratic standardised(double[] variances) {
    return new Quadratic(variances, new double[0]);
  }

  /** The products of gaps weighed by this inverse of a covariance [n, n]. */
  public static Quadratic mahalanobis(double[] inverse) {
    return new Quadratic(new double[0], inverse);
  }

  @Override
  public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double gap = a[fromA + i] - b[fromB + i];
      sum += form.length == 0 ? gap * gap / squares[i] : gap * weighed(i, a, fromA, b, fromB);
    }
    return sum;
  }

  private double weighed(int row, double[] a, int fromA, double[] b, int fromB) {
    int n = (int) Math.sqrt(form.length);
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += form[row * n + j] * (a[fromA + j] - b[fromB + j]);
    }
    return sum;
  }

  @Override
  public double full(double reduced) {
    return Math.sqrt(reduced);
  }

  @Override
  public double reduction(double full) {
    return full * full;
  }

  @Override
  public boolean fits(int width) {
    return form.length == 0 ? squares.length == width : form.length == (long) width * width;
  }
}
