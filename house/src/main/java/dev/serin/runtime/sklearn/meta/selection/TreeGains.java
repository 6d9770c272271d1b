package dev.serin.runtime.sklearn.meta.selection;

import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much impurity each feature took away in a tree: for each inner node its weight times impurity
 * less those of its children, over the weight of the root; and how many nodes the tree has.
 */
record TreeGains(double[] gains, int count) {
  private static final long MOST_NODES = 1L << 26;

  static TreeGains of(Attributes fitted) {
    Attributes tree = fitted.inner("tree_");
    NdArray nodes = tree.array("nodes");
    if (nodes.shape().length != 1 || nodes.size() == 0) {
      throw tree.corrupt("has no nodes along one axis");
    }
    long[] left = nodes.field("left_child").longs();
    long[] right = nodes.field("right_child").longs();
    long[] feature = nodes.field("feature").longs();
    double[] impurity = nodes.field("impurity").doubles();
    double[] weight = nodes.field("weighted_n_node_samples").doubles();
    double[] gains = new double[width(fitted, tree)];
    for (int n = 0; n < left.length; n++) {
      if (left[n] == -1) {
        continue;
      }
      if (outside(left[n], left.length)
          || outside(right[n], left.length)
          || outside(feature[n], gains.length)) {
        throw tree.corrupt("has a node " + n + " that leads out of the tree");
      }
      int l = (int) left[n];
      int r = (int) right[n];
      gains[(int) feature[n]] +=
          weight[n] * impurity[n] - weight[l] * impurity[l] - weight[r] * impurity[r];
    }
    for (int f = 0; f < gains.length; f++) {
      gains[f] /= weight[0];
    }
    return new TreeGains(gains, left.length);
  }

  private static boolean outside(long index, int size) {
    return index < 0 || index >= size;
  }

  /** The fitted tree says it, or the first argument of its compiled part. */
  private static int width(Attributes fitted, Attributes tree) {
    int width = fitted.width();
    if (width < 0 && !tree.args().isEmpty()) {
      width = tree.whole("args", tree.args().getFirst());
    }
    if (width < 0 || width > 1 << 20) {
      throw fitted.corrupt("does not say how many features it was fitted on");
    }
    return width;
  }

  /** The gains as parts of 1, as they are where there was none. */
  double[] shares() {
    double sum = Arrays.stream(gains).sum();
    return sum > 0 ? Arrays.stream(gains).map(gain -> gain / sum).toArray() : gains;
  }

  /** A forest: the mean of its trees' shares, of those with splits and as shares since 0.22. */
  static double[] ofForest(Attributes forest) {
    List<TreeGains> trees = trees(forest);
    if (forest.release().before(0, 22)) {
      return mean(trees.stream().map(TreeGains::shares).toList());
    }
    List<double[]> split =
        trees.stream().filter(tree -> tree.count > 1).map(TreeGains::shares).toList();
    return split.isEmpty() ? new double[trees.getFirst().gains.length] : parts(mean(split));
  }

  /** Gradient boosting: the mean of the gains of trees with splits, as shares. */
  static double[] ofBoosting(Attributes boosting) {
    List<TreeGains> trees = trees(boosting);
    List<double[]> split =
        trees.stream().filter(tree -> tree.count > 1).map(TreeGains::gains).toList();
    return split.isEmpty() ? new double[trees.getFirst().gains.length] : parts(mean(split));
  }

  /** AdaBoost: the weighted mean of its trees' shares. */
  static double[] ofVotes(Attributes votes) {
    List<TreeGains> trees = trees(votes);
    double[] weights = votes.vector("estimator_weights_");
    if (weights.length < trees.size()) {
      throw votes.corrupt("has " + weights.length + " weights for " + trees.size() + " trees");
    }
    double all = Arrays.stream(weights).sum();
    double[] sum = new double[trees.getFirst().gains.length];
    for (int t = 0; t < trees.size(); t++) {
      double[] own = trees.get(t).shares();
      for (int c = 0; c < sum.length; c++) {
        sum[c] += weights[t] * own[c];
      }
    }
    return Arrays.stream(sum).map(gain -> gain / all).toArray();
  }

  private static List<TreeGains> trees(Attributes owner) {
    List<Node> nodes = owner.items("estimators_");
    List<TreeGains> trees = new ArrayList<>();
    long visited = 0;
    for (int i = 0; i < nodes.size(); i++) {
      trees.add(of(owner.inner("estimators_[" + i + "]", nodes.get(i))));
      visited += trees.getLast().count;
      if (visited > MOST_NODES) {
        throw Refusal.limit(
            owner.place(), "has more than " + MOST_NODES + " nodes in its trees (tree nodes)");
      }
    }
    if (trees.stream().mapToInt(tree -> tree.gains.length).distinct().count() != 1) {
      throw owner.corrupt("has no trees, or trees of different widths");
    }
    return trees;
  }

  private static double[] mean(List<double[]> all) {
    double[] mean = new double[all.getFirst().length];
    for (double[] each : all) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += each[c];
      }
    }
    return Arrays.stream(mean).map(sum -> sum / all.size()).toArray();
  }

  private static double[] parts(double[] mean) {
    double sum = Arrays.stream(mean).sum();
    return Arrays.stream(mean).map(part -> part / sum).toArray();
  }
}
