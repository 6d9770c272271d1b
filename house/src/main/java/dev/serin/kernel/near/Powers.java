package dev.serin.kernel.near;

/**
 * Minkowski's distance: the p-th root of the sum of the gaps' p-th powers, each times its weight;
 * {@code weights} is empty where all are 1. In the older form the gaps are weighted before.
 */
public record Powers(double p, double[] weights, boolean before) implements Distance {
  @Override
  public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double gap = Math.abs(a[fromA + i] - b[fromB + i]);
      double weight = weights.length == 0 ? 1 : weights[i];
      sum += before ? Math.pow(weight * gap, p) : weight * Math.pow(gap, p);
    }
    return sum;
  }

  @Override
  public double full(double reduced) {
    return Math.pow(reduced, 1 / p);
  }

  @Override
  public double reduction(double full) {
    return Math.pow(full, p);
  }

  @Override
  public boolean fits(int width) {
    return p > 0 && (weights.length == 0 || weights.length == width);
  }
}
