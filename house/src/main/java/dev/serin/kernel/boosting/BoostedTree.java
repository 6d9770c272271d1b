package dev.serin.kernel.boosting;

import dev.serin.kernel.Corrupt;
import java.util.BitSet;

/**
 * One tree: node 0 is the root; an inner node sends a row left where {@code x[feature] <=
 * threshold}, or, when {@code set} is not -1, where the category x[feature] is in that set of
 * {@code categories}; {@code missing} says what becomes of NaN. A node without children (-1, -1) is
 * a leaf, whose number {@code leaf} counts into {@code values} [leaves, width]. A tree of width 1
 * adds to the score {@code output}, a wider one to all. Arrays are shared, not copied.
 */
public record BoostedTree(
    String place,
    int[] left,
    int[] right,
    int[] feature,
    double[] threshold,
    Missing[] missing,
    int[] set,
    BitSet[] categories,
    int[] leaf,
    Leaves leaves) {

  /** The values of the leaves [leaves, width], the score they add to, and their linear models. */
  public record Leaves(double[] values, int width, int output, LinearLeaves linear) {}

  /**
   * Checks that the columns of the nodes are as long as each other.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT at {@code place}
   */
  public BoostedTree {
    int count = left.length;
    int[] lengths = {
      right.length, feature.length, threshold.length, missing.length, set.length, leaf.length
    };
    for (int length : lengths) {
      if (length != count) {
        throw Corrupt.at(place, "the columns of the nodes differ in length");
      }
    }
    if (count == 0) {
      throw Corrupt.at(place, "a tree has at least one node");
    }
  }

  /** Whether this node has no children. */
  boolean isLeaf(int node) {
    return left[node] == -1 && right[node] == -1;
  }

  /** Refuses an inner node that compares nothing, or a feature beyond {@code features}. */
  void checkQuestion(int node, int features) {
    boolean numeric = set[node] == -1 && !Double.isNaN(threshold[node]);
    boolean categorical = set[node] >= 0 && set[node] < categories.length;
    if (!numeric && !categorical) {
      throw Corrupt.at(place, "node " + node + " compares nothing");
    }
    if (feature[node] < 0 || feature[node] >= features) {
      throw Corrupt.at(
          place, "node " + node + " compares feature " + feature[node] + " of " + features);
    }
  }

  /** Refuses a leaf whose values are not there. */
  void checkLeaf(int node) {
    long last = (leaf[node] + 1L) * leaves.width();
    if (leaf[node] < 0 || last > leaves.values().length) {
      throw Corrupt.at(place, "node " + node + " is leaf " + leaf[node] + ", which has no value");
    }
  }
}
