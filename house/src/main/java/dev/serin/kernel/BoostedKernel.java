package dev.serin.kernel;

import java.util.List;

/**
 * Gradient boosting over regression trees: stage after stage, the tree of stage s and class k adds
 * learning rate x leaf value to the raw score of class k, in scikit-learn's order.
 */
public final class BoostedKernel {
  private final FlatTrees trees;
  private final int outputs;
  private final double learningRate;

  /**
   * Trees in the order stage 0 class 0, stage 0 class 1, …, over rows of {@code features} numbers.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT or LIMIT_EXCEEDED
   */
  public BoostedKernel(
      List<TreeNodes> trees, int outputs, double learningRate, int features, String place) {
    if (outputs < 1 || trees.size() % outputs != 0) {
      throw Corrupt.at(place, trees.size() + " trees are not whole stages of " + outputs);
    }
    this.trees = new FlatTrees(trees, features, place);
    if (this.trees.width() != 1) {
      throw Corrupt.at(place, "a boosted tree has one value in each leaf");
    }
    this.outputs = outputs;
    this.learningRate = learningRate;
  }

  /** How many numbers a row has. */
  public int features() {
    return trees.features();
  }

  /** How many raw scores a row gives. */
  public int outputs() {
    return outputs;
  }

  /** Bytes held. */
  public long memoryBytes() {
    return trees.memoryBytes();
  }

  /** Adds all stages to the initial scores {@code raw} [rows, outputs], in place. */
  public double[] add(double[] x, int rows, double[] raw) {
    trees.add(x, rows, raw, outputs, learningRate);
    return raw;
  }
}
