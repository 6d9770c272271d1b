package dev.serin.kernel.likelihood;

import java.util.List;

/**
 * Normal distributions with a covariance of their own, given by its axes: {@code log p - 1/2 (Σ
 * (((x - m) R)² / s) + Σ log s)} with prior p, mean m, rotation R and variances s along the axes.
 */
public final class Quadratic implements Likelihood {
  private final List<Bell> bells;

  /** One class: the prior, the mean [features], R [features, axes] and s [axes]. */
  public record Bell(double prior, double[] mean, double[] rotation, double[] variances) {
    public Bell {
      if (rotation.length != mean.length * variances.length) {
        throw new IllegalArgumentException("mean, rotation and variances differ in size");
      }
    }

    private double score(double[] x, int from) {
      double norm = 0;
      double logs = 0;
      for (int axis = 0; axis < variances.length; axis++) {
        double shrink = 1 / Math.sqrt(variances[axis]);
        double along = 0;
        for (int f = 0; f < mean.length; f++) {
          along += (x[from + f] - mean[f]) * (rotation[f * variances.length + axis] * shrink);
        }
        norm += along * along;
        logs += Math.log(variances[axis]);
      }
      return -0.5 * (norm + logs) + Math.log(prior);
    }
  }

  /** At least one class; all have the same features. */
  public Quadratic(List<Bell> bells) {
    this.bells = List.copyOf(bells);
    if (bells.stream().mapToInt(bell -> bell.mean.length).distinct().count() != 1) {
      throw new IllegalArgumentException("the classes differ in their features");
    }
  }

  @Override
  public int features() {
    return bells.getFirst().mean.length;
  }

  @Override
  public int classes() {
    return bells.size();
  }

  @Override
  public double[] scores(double[] x, int rows) {
    double[] scores = new double[Math.multiplyExact(rows, bells.size())];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = bells.get(i % bells.size()).score(x, i / bells.size() * features());
    }
    return scores;
  }
}
