package dev.serin.kernel;

/**
 * A support vector machine with one score: the likeness of a row to each support vector, weighted
 * and added in their order, plus the intercept. Regression gives the score; one-class detection its
 * sign.
 */
public final class SvmKernel {
  private final SupportVectors vectors;
  private final double[] weights;
  private final double intercept;

  /**
   * One weight for each support vector.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT when their numbers differ
   */
  public SvmKernel(SupportVectors vectors, double[] weights, double intercept, String place) {
    if (weights.length != vectors.count()) {
      throw Corrupt.at(
          place, weights.length + " weights for " + vectors.count() + " support vectors");
    }
    this.vectors = vectors;
    this.weights = weights.clone();
    this.intercept = intercept;
  }

  /** How many numbers a row has. */
  public int features() {
    return vectors.features();
  }

  /** The scores [rows] of the rows {@code x} [rows, features]. */
  public double[] apply(double[] x, int rows) {
    double[] likeness = new double[vectors.count()];
    double[] scores = new double[rows];
    for (int row = 0; row < rows; row++) {
      vectors.compare(x, row * vectors.features(), likeness);
      scores[row] = LinearKernel.dot(weights, 0, likeness, 0, likeness.length) + intercept;
    }
    return scores;
  }
}
