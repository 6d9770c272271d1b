package dev.serin.kernel;

import java.util.BitSet;

/**
 * One tree of histogram gradient boosting, its nodes in columns: node 0 is the root; an inner node
 * sends a row left where {@code x[feature] <= threshold}, or, when {@code bitset} is not -1, where
 * the category x[feature] is in that set of {@code leftCategories}. NaN goes where {@code
 * missingLeft} says. Leaves have {@code leaf} set and a {@code value}. Arrays are shared.
 */
public record HistTree(
    String place,
    boolean[] leaf,
    double[] value,
    int[] feature,
    double[] threshold,
    boolean[] missingLeft,
    int[] left,
    int[] right,
    int[] bitset,
    BitSet[] leftCategories) {

  /**
   * Checks the structure: a child stands behind its parent, so every walk ends.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT at {@code place}
   */
  public HistTree {
    int count = leaf.length;
    int[] lengths = {
      value.length,
      feature.length,
      threshold.length,
      missingLeft.length,
      left.length,
      right.length,
      bitset.length
    };
    for (int length : lengths) {
      if (length != count) {
        throw Corrupt.at(place, "the columns of the nodes differ in length");
      }
    }
    if (count == 0) {
      throw Corrupt.at(place, "a tree has at least one node");
    }
    for (int node = 0; node < count; node++) {
      if (!leaf[node]) {
        checkChild(place, node, left[node], count);
        checkChild(place, node, right[node], count);
        checkQuestion(place, node, feature[node], threshold[node], bitset[node], leftCategories);
      }
    }
  }

  /** Refuses the tree unless every inner node compares one of {@code features} features. */
  void checkFeatures(int features) {
    for (int node = 0; node < leaf.length; node++) {
      if (!leaf[node] && feature[node] >= features) {
        throw Corrupt.at(
            place, "node " + node + " compares feature " + feature[node] + " of " + features);
      }
    }
  }

  private static void checkChild(String place, int node, int child, int count) {
    if (child <= node || child >= count) {
      throw Corrupt.at(place, "node " + node + " of " + count + " has the child " + child);
    }
  }

  private static void checkQuestion(
      String place, int node, int feature, double threshold, int bitset, BitSet[] sets) {
    boolean numeric = bitset == -1 && !Double.isNaN(threshold);
    boolean categorical = bitset >= 0 && bitset < sets.length;
    if (feature < 0 || !(numeric || categorical)) {
      throw Corrupt.at(place, "node " + node + " compares nothing");
    }
  }
}
