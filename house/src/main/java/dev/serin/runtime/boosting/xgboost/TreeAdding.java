package dev.serin.runtime.boosting.xgboost;

import dev.serin.kernel.boosting.BoostedTrees;

/** A booster of trees. */
record TreeAdding(BoostedTrees trees) implements XgboostBooster.Adding {

  @Override
  public int features() {
    return trees.features();
  }

  @Override
  public void add(double[] x, int rows, double[] scores, int outputs) {
    trees.add(x, rows, scores, outputs);
  }

  @Override
  public long memoryBytes() {
    return trees.memoryBytes();
  }
}
