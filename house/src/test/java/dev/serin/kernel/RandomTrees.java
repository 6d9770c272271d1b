package dev.serin.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes well-formed trees at random, and walks them as slowly and plainly as can be. */
final class RandomTrees {
  private RandomTrees() {}

  /** A tree of at most {@code inner} inner nodes whose thresholds come from {@code thresholds}. */
  static TreeNodes tree(
      RandomGenerator random, int inner, int features, int width, double[] thresholds) {
    List<int[]> children = new ArrayList<>();
    children.add(new int[] {-1, -1});
    for (int i = 0; i < inner; i++) {
      int node = random.nextInt(children.size());
      if (children.get(node)[0] == -1) {
        children.set(node, new int[] {children.size(), children.size() + 1});
        children.add(new int[] {-1, -1});
        children.add(new int[] {-1, -1});
      }
    }
    int count = children.size();
    int[] left = children.stream().mapToInt(pair -> pair[0]).toArray();
    int[] right = children.stream().mapToInt(pair -> pair[1]).toArray();
    int[] feature = random.ints(count, 0, features).toArray();
    double[] threshold = new double[count];
    boolean[] missingLeft = new boolean[count];
    for (int node = 0; node < count; node++) {
      threshold[node] = thresholds[random.nextInt(thresholds.length)];
      missingLeft[node] = random.nextBoolean();
    }
    double[] values = random.doubles((long) count * width).toArray();
    return new TreeNodes("random", left, right, feature, threshold, missingLeft, values, width);
  }

  /** The same tree without knowledge of missing values. */
  static TreeNodes ignorant(TreeNodes tree) {
    return new TreeNodes(
        tree.place(),
        tree.left(),
        tree.right(),
        tree.feature(),
        tree.threshold(),
        new boolean[0],
        tree.values(),
        tree.width());
  }

  /** The node where this row ends, by the definition of the walk. */
  static int leaf(TreeNodes tree, double[] x, int at) {
    int node = 0;
    while (!tree.leaf(node)) {
      float number = (float) x[at + tree.feature()[node]];
      boolean left;
      if (Float.isNaN(number)) {
        left = tree.missingLeft().length != 0 && tree.missingLeft()[node];
      } else {
        left = number <= tree.threshold()[node];
      }
      node = left ? tree.left()[node] : tree.right()[node];
    }
    return node;
  }
}
