package dev.serin.kernel;

/**
 * Normal densities around {@code components} means: for each row the logarithm of each density.
 * {@code roots} are the Cholesky factors of the precisions, in the shape that {@code form} says.
 */
public final class Mixture {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private final Shape form;
  private final double[] means;
  private final double[] roots;
  private final int components;
  private final int width;

  /** How the components share their covariances. */
  public enum Shape {
    /** A matrix each: roots [components, width, width]. */
    FULL,
    /** One matrix for all: [width, width]. */
    TIED,
    /** A number for each cell: [components, width]. */
    DIAG,
    /** A number each: [components]. */
    SPHERICAL
  }

  /**
   * Means [components, width] row-major.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT when the sizes disagree
   */
  public Mixture(Shape form, double[] means, double[] roots, int components, String place) {
    if (components < 1 || means.length == 0 || means.length % components != 0) {
      throw Corrupt.at(place, means.length + " numbers are no " + components + " means");
    }
    this.width = means.length / components;
    long needed =
        switch (form) {
          case FULL -> (long) means.length * width;
          case TIED -> (long) width * width;
          case DIAG -> means.length;
          case SPHERICAL -> components;
        };
    if (roots.length != needed) {
      throw Corrupt.at(place, roots.length + " numbers are no roots of the precisions");
    }
    this.form = form;
    this.means = means;
    this.roots = roots;
    this.components = components;
  }

  /** How many numbers a row has. */
  public int width() {
    return width;
  }

  /** The logarithms of the densities [rows, components] of the rows {@code x} [rows, width]. */
  public double[] logs(double[] x, int rows) {
    double[] logs = new double[Math.multiplyExact(rows, components)];
    for (int k = 0; k < components; k++) {
      double determinant = determinant(k);
      for (int row = 0; row < rows; row++) {
        double far =
            switch (form) {
              case FULL -> rotated(x, row * width, k, k * width * width);
              case TIED -> rotated(x, row * width, k, 0);
              case DIAG, SPHERICAL -> scaled(x, row * width, k);
            };
        logs[row * components + k] = -0.5 * (width * LOG_TWO_PI + far) + determinant;
      }
    }
    return logs;
  }

  private double determinant(int k) {
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double root =
          switch (form) {
            case FULL -> roots[(k * width + i) * width + i];
            case TIED -> roots[i * width + i];
            case DIAG -> roots[k * width + i];
            case SPHERICAL -> roots[k];
          };
      sum += Math.log(root);
    }
    return sum;
  }

  private double rotated(double[] x, int from, int k, int root) {
    double sum = 0;
    for (int j = 0; j < width; j++) {
      double own = 0;
      double mean = 0;
      for (int i = 0; i < width; i++) {
        double factor = roots[root + i * width + j];
        own += x[from + i] * factor;
        mean += means[k * width + i] * factor;
      }
      sum += (own - mean) * (own - mean);
    }
    return sum;
  }

  private double scaled(double[] x, int from, int k) {
    double ofMean = 0;
    double both = 0;
    double ofRow = 0;
    for (int i = 0; i < width; i++) {
      double root = form == Shape.DIAG ? roots[k * width + i] : roots[k];
      double precision = root * root;
      double mean = means[k * width + i];
      ofMean += mean * mean * precision;
      both += x[from + i] * (mean * precision);
      ofRow += x[from + i] * x[from + i] * precision;
    }
    return ofMean - 2.0 * both + ofRow;
  }
}
