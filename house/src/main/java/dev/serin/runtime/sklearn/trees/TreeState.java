package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.ForestKernel;
import dev.serin.kernel.TreeNodes;
import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Refusal;
import java.util.List;

/**
 * The compiled tree inside of a fitted one ({@code tree_}): its nodes by the names of their fields,
 * which moved and grew between releases, and its values [nodes, outputs, classes].
 */
record TreeState(String place, NdArray nodes, NdArray values, int outputs, int classes) {

  /** Reads {@code tree_} of a fitted tree. */
  static TreeState of(Attributes fitted) {
    Attributes tree = fitted.inner("tree_");
    if (!tree.type().qualified().equals("sklearn.tree._tree.Tree")) {
      throw tree.unsupported("it is not a scikit-learn tree");
    }
    NdArray nodes = tree.array("nodes");
    NdArray values = tree.array("values");
    int[] shape = values.shape();
    if (nodes.shape().length != 1 || shape.length != 3 || shape[0] != nodes.size()) {
      throw tree.corrupt("has nodes and values of different numbers");
    }
    if (tree.whole("node_count") != nodes.size()) {
      throw tree.corrupt("counts " + tree.whole("node_count") + " nodes of " + nodes.size());
    }
    return new TreeState(tree.place(), nodes, values, shape[1], shape[2]);
  }

  /** The tree of a classifier: the values of each output become fractions of 1. */
  TreeNodes fractions() {
    double[] fractions = values.doubles();
    return nodes(classes == 0 ? fractions : ForestKernel.normalised(fractions, classes));
  }

  /** The tree of a regressor. */
  TreeNodes numbers(Attributes fitted) {
    if (classes != 1) {
      throw fitted.corrupt("predicts numbers but has " + classes + " values for each");
    }
    return nodes(values.doubles());
  }

  /** The tree with one number of its own for each node. */
  TreeNodes marked(double[] marks) {
    return nodes(marks, ints("feature"), 1);
  }

  /** The tree over these columns of the rows: its feature i is column {@code columns[i]}. */
  TreeNodes over(int[] columns) {
    int[] features = ints("feature");
    int[] left = ints("left_child");
    for (int node = 0; node < features.length; node++) {
      if (left[node] != -1) {
        if (features[node] < 0 || features[node] >= columns.length) {
          throw Refusal.corrupt(place, "compares a feature that it was not given");
        }
        features[node] = columns[features[node]];
      }
    }
    return nodes(values.doubles(), features, outputs * classes);
  }

  private TreeNodes nodes(double[] all) {
    return nodes(all, ints("feature"), outputs * classes);
  }

  private TreeNodes nodes(double[] all, int[] features, int width) {
    return new TreeNodes(
        place,
        ints("left_child"),
        ints("right_child"),
        features,
        nodes.field("threshold").doubles(),
        missingLeft(),
        all,
        width);
  }

  private boolean[] missingLeft() {
    if (nodes.dtype().field("missing_go_to_left").isEmpty()) {
      return new boolean[0]; // written before 1.3
    }
    return Fields.flags(nodes, "missing_go_to_left");
  }

  private int[] ints(String field) {
    return Fields.ints(nodes, field);
  }

  /** Whether the text attribute of the fitted tree is one of these. */
  static boolean is(Attributes fitted, String attribute, String... words) {
    String word =
        fitted
            .optional(attribute)
            .map(node -> node instanceof Node.Text(String text) ? text : "")
            .orElse("");
    return List.of(words).contains(word);
  }
}
