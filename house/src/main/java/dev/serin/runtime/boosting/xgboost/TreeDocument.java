package dev.serin.runtime.boosting.xgboost;

import dev.serin.kernel.boosting.BoostedTree;
import dev.serin.kernel.boosting.LinearLeaves;
import dev.serin.kernel.boosting.Missing;
import dev.serin.runtime.boosting.Refusal;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Makes a tree of its object. {@code x < condition} becomes {@code x <= } the double before it; a
 * set of categories, which sends right here, changes places with its complement's child.
 */
final class TreeDocument {
  private static final int MOST_CATEGORIES = 1 << 24;

  private final Document.View tree;
  private final int nodes;
  private final int[] left;
  private final int[] right;

  private TreeDocument(Document.View tree) {
    this.tree =
        tree.only(
            "base_weights",
            "categories",
            "categories_nodes",
            "categories_segments",
            "categories_sizes",
            "default_left",
            "id",
            "leaf_child_counts",
            "leaf_weights",
            "left_children",
            "right_children",
            "split_conditions",
            "split_indices",
            "split_type",
            "tree_param");
    this.left = tree.wholes("left_children");
    this.nodes = left.length;
    this.right = tree.wholes("right_children", nodes);
  }

  /** The tree; its leaves are multiplied by {@code weight} and add to this output. */
  static BoostedTree read(Document.View tree, int output, float weight) {
    return new TreeDocument(tree).tree(output, weight);
  }

  private BoostedTree tree(int output, float weight) {
    double[] conditions = tree.numbers("split_conditions", nodes);
    boolean vectors = tree.inner("tree_param").whole("size_leaf_vector", 1) > 1;
    int[] leaf = new int[nodes];
    int count = 0;
    for (int node = 0; node < nodes; node++) {
      leaf[node] = left[node] == -1 ? count++ : -1;
    }
    BoostedTree.Leaves leaves =
        vectors ? vectors(leaf, count, weight) : scalars(conditions, count, output, weight);
    double[] thresholds = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      thresholds[node] = Math.nextDown((double) (float) conditions[node]);
      right[node] = left[node] == -1 ? -1 : right[node]; // a leaf of vectors has its number there
    }
    int[] set = new int[nodes];
    Arrays.fill(set, -1);
    double[] defaults = tree.numbers("default_left", nodes);
    BitSet[] categories = categories(set);
    Missing[] missing = new Missing[nodes];
    for (int node = 0; node < nodes; node++) {
      missing[node] = defaults[node] != 0 ^ set[node] >= 0 ? Missing.LEFT : Missing.RIGHT;
    }
    return new BoostedTree(
        tree.place(),
        left,
        right,
        tree.wholes("split_indices", nodes),
        thresholds,
        missing,
        set,
        categories,
        leaf,
        leaves);
  }

  private BoostedTree.Leaves scalars(double[] conditions, int count, int output, float weight) {
    double[] values = new double[count];
    int at = 0;
    for (int node = 0; node < nodes; node++) {
      if (left[node] == -1) {
        values[at++] = (float) conditions[node] * weight;
      }
    }
    return new BoostedTree.Leaves(values, 1, output, LinearLeaves.NONE);
  }

  /** Since 3.1 the leaves have an array of their own, before that each node has a vector. */
  private BoostedTree.Leaves vectors(int[] leaf, int count, float weight) {
    int width = tree.inner("tree_param").whole("size_leaf_vector", 1);
    boolean own = tree.has("leaf_weights");
    double[] all = tree.numbers(own ? "leaf_weights" : "base_weights");
    if (all.length % width != 0 || !own && all.length / width != nodes) {
      throw Refusal.corrupt(tree.place(), all.length + " leaf weights are not vectors of " + width);
    }
    double[] values = new double[Math.multiplyExact(count, width)];
    for (int node = 0; node < nodes; node++) {
      if (leaf[node] >= 0) {
        int from = own ? right[node] : node;
        if (from < 0 || from >= all.length / width) {
          throw Refusal.corrupt(
              tree.place(), "node " + node + " is leaf " + from + ", which has no weights");
        }
        for (int i = 0; i < width; i++) {
          values[leaf[node] * width + i] = (float) all[from * width + i] * weight;
        }
      }
    }
    return new BoostedTree.Leaves(values, width, 0, LinearLeaves.NONE);
  }

  private BitSet[] categories(int[] set) {
    if (!tree.has("categories_nodes")) { // before 1.3
      return new BitSet[0];
    }
    int[] inNodes = tree.wholes("categories_nodes");
    int[] starts = tree.wholes("categories_segments", inNodes.length);
    int[] sizes = tree.wholes("categories_sizes", inNodes.length);
    int[] all = tree.wholes("categories");
    int[] types = tree.wholes("split_type", nodes);
    BitSet[] sets = new BitSet[inNodes.length];
    for (int i = 0; i < inNodes.length; i++) {
      int node = inNodes[i];
      boolean fits = starts[i] >= 0 && sizes[i] >= 0 && (long) starts[i] + sizes[i] <= all.length;
      if (node < 0 || node >= nodes || types[node] != 1 || set[node] >= 0 || !fits) {
        throw corrupt("has categories of node " + node + " that do not fit");
      }
      sets[i] = set(all, starts[i], sizes[i]);
      set[node] = i;
      int child = left[node];
      left[node] = right[node];
      right[node] = child;
    }
    for (int node = 0; node < nodes; node++) {
      if (left[node] != -1 && types[node] != 0 && set[node] < 0) {
        throw corrupt("has the split type " + types[node] + " in node " + node);
      }
    }
    return sets;
  }

  private BitSet set(int[] all, int from, int count) {
    BitSet set = new BitSet();
    for (int i = from; i < from + count; i++) {
      if (all[i] < 0 || all[i] >= MOST_CATEGORIES) {
        throw corrupt("has the category " + all[i]);
      }
      set.set(all[i]);
    }
    return set;
  }

  private RuntimeException corrupt(String what) {
    return Refusal.corrupt(tree.place(), what);
  }
}
