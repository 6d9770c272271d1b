package dev.serin.kernel.boosting;

import dev.serin.kernel.Corrupt;

/**
 * The linear models in the leaves of one tree, by leaf: {@code constant} plus {@code factors} times
 * these {@code features}; where one of those is NaN the leaf's plain value counts. Arrays are
 * shared.
 */
public record LinearLeaves(double[] constant, int[][] features, double[][] factors) {
  /** Leaves that hold only their values. */
  public static final LinearLeaves NONE =
      new LinearLeaves(new double[0], new int[0][], new double[0][]);

  void check(int leaves, int width, String place) {
    if (constant.length != leaves || features.length != leaves || factors.length != leaves) {
      throw Corrupt.at(place, "the leaves' linear models are not one for each of " + leaves);
    }
    for (int leaf = 0; leaf < leaves; leaf++) {
      if (features[leaf].length != factors[leaf].length) {
        throw Corrupt.at(place, "leaf " + leaf + " has not one factor for each feature");
      }
      for (int feature : features[leaf]) {
        if (feature < 0 || feature >= width) {
          throw Corrupt.at(place, "leaf " + leaf + " weighs feature " + feature + " of " + width);
        }
      }
    }
  }

  double value(int leaf, double[] x, int at, double plain) {
    double sum = constant[leaf];
    int[] weighed = features[leaf];
    for (int i = 0; i < weighed.length; i++) {
      double number = x[at + weighed[i]];
      if (Double.isNaN(number)) {
        return plain;
      }
      sum += factors[leaf][i] * number;
    }
    return sum;
  }
}
