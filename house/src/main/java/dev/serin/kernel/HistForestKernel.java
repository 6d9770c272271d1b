package dev.serin.kernel;

import java.util.BitSet;
import java.util.List;

/**
 * Histogram gradient boosting: the raw scores of a row x [F] start at the baseline [K]; iteration
 * after iteration, the tree of class k adds its leaf value to score k. Numbers are compared as
 * doubles, unlike in {@link ForestKernel}. A category is the number cast to an unsigned byte as C
 * does; a negative or unknown one goes where NaN goes.
 */
public final class HistForestKernel {
  private final HistTree[] trees;
  private final double[] baseline;
  private final BitSet[] known;

  /**
   * Trees in the order iteration 0 class 0, iteration 0 class 1, …; {@code known} holds for each
   * feature the categories seen in training, empty for a number.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT
   */
  public HistForestKernel(List<HistTree> trees, double[] baseline, BitSet[] known, String place) {
    if (baseline.length == 0 || trees.size() % baseline.length != 0) {
      throw Corrupt.at(
          place, trees.size() + " trees are not whole iterations of " + baseline.length);
    }
    trees.forEach(tree -> tree.checkFeatures(known.length));
    this.trees = trees.toArray(HistTree[]::new);
    this.baseline = baseline.clone();
    this.known = known.clone();
  }

  /** How many numbers a row has. */
  public int features() {
    return known.length;
  }

  /** How many raw scores a row gives. */
  public int outputs() {
    return baseline.length;
  }

  /** The raw scores [rows, outputs] of the rows {@code x} [rows, features]. */
  public double[] apply(double[] x, int rows) {
    int outputs = baseline.length;
    double[] raw = new double[Math.multiplyExact(rows, outputs)];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(baseline, 0, raw, row * outputs, outputs);
    }
    for (int i = 0; i < trees.length; i++) {
      int output = i % outputs;
      for (int row = 0; row < rows; row++) {
        raw[row * outputs + output] += value(trees[i], x, row * known.length);
      }
    }
    return raw;
  }

  private double value(HistTree tree, double[] x, int at) {
    int node = 0;
    while (!tree.leaf()[node]) {
      int feature = tree.feature()[node];
      double number = x[at + feature];
      boolean left;
      if (Double.isNaN(number)) {
        left = tree.missingLeft()[node];
      } else if (tree.bitset()[node] < 0) {
        left = number <= tree.threshold()[node];
      } else {
        left = leftCategory(tree, node, number, known[feature]);
      }
      node = left ? tree.left()[node] : tree.right()[node];
    }
    return tree.value()[node];
  }

  private static boolean leftCategory(HistTree tree, int node, double number, BitSet known) {
    if (number < 0) {
      return tree.missingLeft()[node];
    }
    int category = number < 0x1p31 ? (int) number & 0xff : 0; // what x86 makes of the C cast
    if (tree.leftCategories()[tree.bitset()[node]].get(category)) {
      return true;
    }
    return !known.get(category) && tree.missingLeft()[node];
  }
}
