package dev.serin.kernel.likelihood;

import java.util.List;

/**
 * Features that are category numbers: each adds its category's entry of the class to the prior.
 * Callers check that every cell is a category of its column, see {@link #categories}.
 */
public final class Tabled implements Likelihood {
  private final double[] priors;
  private final List<double[]> tables;

  /** Log priors [classes] and for each feature a table [classes, categories]. */
  public Tabled(double[] priors, List<double[]> tables) {
    for (double[] table : tables) {
      if (priors.length == 0 || table.length % priors.length != 0) {
        throw new IllegalArgumentException("a table does not fit " + priors.length + " classes");
      }
    }
    this.priors = priors.clone();
    this.tables = List.copyOf(tables);
  }

  @Override
  public int features() {
    return tables.size();
  }

  @Override
  public int classes() {
    return priors.length;
  }

  /** How many categories this feature has. */
  public int categories(int feature) {
    return tables.get(feature).length / priors.length;
  }

  @Override
  public double[] scores(double[] x, int rows) {
    int classes = priors.length;
    double[] scores = new double[Math.multiplyExact(rows, classes)];
    for (int i = 0; i < scores.length; i++) {
      double sum = 0;
      for (int f = 0; f < tables.size(); f++) {
        int category = (int) x[i / classes * tables.size() + f];
        sum += tables.get(f)[i % classes * categories(f) + category];
      }
      scores[i] = sum + priors[i % classes];
    }
    return scores;
  }
}
