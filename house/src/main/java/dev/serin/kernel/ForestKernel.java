package dev.serin.kernel;

import java.util.List;

/**
 * The mean of decision trees: a row x [F], cast to float, reaches one leaf in each tree; the values
 * of the leaves [W] are added in the order of the trees and divided by their number, which is how
 * scikit-learn adds, so the doubles are the same to the last bit. A single tree is a forest of one.
 */
public final class ForestKernel {
  private final FlatTrees trees;

  /**
   * Trees over rows of {@code features} numbers.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT or LIMIT_EXCEEDED
   */
  public ForestKernel(List<TreeNodes> trees, int features, String place) {
    this.trees = new FlatTrees(trees, features, place);
  }

  /** How many numbers a row has. */
  public int features() {
    return trees.features();
  }

  /** How many numbers a row gives. */
  public int width() {
    return trees.width();
  }

  /** Bytes held. */
  public long memoryBytes() {
    return trees.memoryBytes();
  }

  /** The means [rows, width] for the rows {@code x} [rows, features]. */
  public double[] apply(double[] x, int rows) {
    double[] means = new double[Math.multiplyExact(rows, trees.width())];
    trees.add(x, rows, means, 1, 1.0);
    for (int i = 0; i < means.length; i++) {
      means[i] /= trees.trees();
    }
    return means;
  }

  /**
   * Makes the values of each output sum to 1 in every node, in place: {@code values} [nodes,
   * outputs, classes]. Before scikit-learn 1.3 a node held weighted counts; since then it holds
   * fractions, which are left as they are, to the bit, where their sum is 1 but for rounding.
   */
  public static double[] normalised(double[] values, int classes) {
    for (int from = 0; from + classes <= values.length; from += classes) {
      double sum = 0;
      for (int i = from; i < from + classes; i++) {
        sum += values[i];
      }
      if (sum != 0 && Math.abs(sum - 1) > classes * 0x1p-50) {
        for (int i = from; i < from + classes; i++) {
          values[i] /= sum;
        }
      }
    }
    return values;
  }
}
