package dev.serin.runtime.boosting.lightgbm;

import dev.serin.kernel.Links;
import dev.serin.kernel.boosting.BoostedTrees;
import dev.serin.kernel.boosting.Missing;
import dev.serin.runtime.boosting.Booster;

/**
 * The trees of a LightGBM model and its objective, all in double: raw scores are the sums of the
 * trees, a random forest ({@code iterations} above 0) divides them before the link.
 */
record LightGbmBooster(BoostedTrees trees, int width, Objective objective, int iterations)
    implements Booster {

  @Override
  public int features() {
    return trees.features();
  }

  @Override
  public boolean classifies() {
    return objective.classes() > 1;
  }

  @Override
  public boolean takesNoRows() {
    return false;
  }

  /** Numbers too near to zero are zero, as the library reads its rows. */
  @Override
  public double[] raw(double[] x, int rows) {
    double[] read = x.clone();
    for (int i = 0; i < read.length; i++) {
      if (Math.abs(read[i]) <= Missing.ZERO) {
        read[i] = 0;
      }
    }
    double[] scores = new double[Math.multiplyExact(rows, width)];
    trees.add(read, rows, scores, width);
    return scores;
  }

  @Override
  public double[] mean(double[] raw) {
    double[] scores = raw.clone();
    if (iterations > 0) {
      for (int i = 0; i < scores.length; i++) {
        scores[i] /= iterations;
      }
    }
    return objective.applied(scores, width);
  }

  @Override
  public double[] probabilities(double[] raw) {
    double[] mean = mean(raw);
    return width == 1 ? Links.paired(mean) : mean;
  }

  @Override
  public boolean absentIsMissing() {
    return false;
  }

  @Override
  public long memoryBytes() {
    return trees.memoryBytes();
  }
}
