package dev.serin.kernel;

/**
 * One decision tree as scikit-learn keeps it: node 0 is the root; an inner node sends a row left
 * where {@code (float) x[feature] <= threshold}; a leaf has -1 for both children and its {@code
 * width} numbers in {@code values} [nodes, width]. {@code missingLeft} says for each node where NaN
 * goes; it is empty when the tree knows no missing values (NaN then goes right). Arrays are shared,
 * not copied: whoever makes a tree gives them away.
 *
 * <p>A tree is checked when it is made: a child stands behind its parent and has only one, so every
 * walk ends at a leaf after fewer steps than there are nodes.
 */
public record TreeNodes(
    String place,
    int[] left,
    int[] right,
    int[] feature,
    double[] threshold,
    boolean[] missingLeft,
    double[] values,
    int width) {

  /**
   * Checks the structure.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT at {@code place}
   */
  public TreeNodes {
    int count = left.length;
    if (count == 0 || width < 1) {
      throw Corrupt.at(place, "a tree has at least one node and one value in each");
    }
    if (right.length != count || feature.length != count || threshold.length != count) {
      throw Corrupt.at(place, "the columns of the nodes differ in length");
    }
    if (missingLeft.length != 0 && missingLeft.length != count) {
      throw Corrupt.at(place, "missing_go_to_left has " + missingLeft.length + " of " + count);
    }
    if (values.length != (long) count * width) {
      throw Corrupt.at(
          place, values.length + " values are not " + width + " for each of " + count + " nodes");
    }
    checkChildren(place, left, right);
    for (int node = 0; node < count; node++) {
      if (left[node] != -1 && (feature[node] < 0 || Double.isNaN(threshold[node]))) {
        throw Corrupt.at(place, "node " + node + " compares nothing");
      }
    }
  }

  /** The number of nodes. */
  public int count() {
    return left.length;
  }

  /** Whether this node has no children. */
  public boolean leaf(int node) {
    return left[node] == -1;
  }

  /** The number of leaves; every inner node has two children. */
  public int leaves() {
    return (left.length + 1) / 2;
  }

  /** Whether NaN goes left anywhere. */
  boolean routesMissing() {
    for (boolean goesLeft : missingLeft) {
      if (goesLeft) {
        return true;
      }
    }
    return false;
  }

  /** Refuses the tree unless every inner node compares one of {@code features} features. */
  void checkFeatures(int features) {
    for (int node = 0; node < left.length; node++) {
      if (!leaf(node) && feature[node] >= features) {
        throw Corrupt.at(
            place, "node " + node + " compares feature " + feature[node] + " of " + features);
      }
    }
  }

  private static void checkChildren(String place, int[] left, int[] right) {
    int count = left.length;
    boolean[] child = new boolean[count];
    for (int node = 0; node < count; node++) {
      boolean leaf = left[node] == -1 && right[node] == -1;
      if (!leaf && !(adopt(child, node, left[node]) && adopt(child, node, right[node]))) {
        throw Corrupt.at(
            place,
            "node " + node + " of " + count + " has children " + left[node] + ", " + right[node]);
      }
    }
    for (int node = 1; node < count; node++) {
      if (!child[node]) {
        throw Corrupt.at(place, "node " + node + " has no parent");
      }
    }
  }

  private static boolean adopt(boolean[] child, int parent, int node) {
    if (node <= parent || node >= child.length || child[node]) {
      return false;
    }
    child[node] = true;
    return true;
  }
}
