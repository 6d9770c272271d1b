package dev.serin.kernel.likelihood;

/**
 * Normal distributions whose features are independent: {@code log p - 1/2 Σ log(2π v) - 1/2 Σ (x -
 * m)² / v} with prior p, means m and variances v of the class.
 */
public final class Independent implements Likelihood {
  private final double[] constants;
  private final double[] means;
  private final double[] variances;
  private final int features;

  /** Priors [classes], {@code means} and {@code variances} [classes, features]. */
  public Independent(double[] priors, double[] means, double[] variances) {
    if (priors.length == 0
        || means.length % priors.length != 0
        || means.length != variances.length) {
      throw new IllegalArgumentException("priors, means and variances differ in size");
    }
    this.features = means.length / priors.length;
    this.means = means.clone();
    this.variances = variances.clone();
    this.constants = new double[priors.length];
    for (int k = 0; k < priors.length; k++) {
      double sum = 0;
      for (int f = 0; f < features; f++) {
        sum += Math.log(2 * Math.PI * variances[k * features + f]);
      }
      constants[k] = Math.log(priors[k]) - 0.5 * sum;
    }
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public int classes() {
    return constants.length;
  }

  @Override
  public double[] scores(double[] x, int rows) {
    int classes = constants.length;
    double[] scores = new double[Math.multiplyExact(rows, classes)];
    for (int i = 0; i < scores.length; i++) {
      int row = i / classes * features;
      int from = i % classes * features;
      double sum = 0;
      for (int f = 0; f < features; f++) {
        double away = x[row + f] - means[from + f];
        sum += away * away / variances[from + f];
      }
      scores[i] = constants[i % classes] - 0.5 * sum;
    }
    return scores;
  }
}
