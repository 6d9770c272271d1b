package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.ForestKernel;
import dev.serin.kernel.TreeNodes;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Sparse;
import dev.serin.runtime.sklearn.SparseBuilder;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code RandomTreesEmbedding}: a column for each leaf of each tree, 1 for the leaf that the row
 * reaches. The value of a leaf in its kernel is its column.
 */
record Embedding(List<ForestKernel> trees, int outputs, boolean missing) implements Transformer {

  static Embedding of(Attributes state, Workshop workshop) {
    Attributes encoder = state.inner("one_hot_encoder_");
    List<Node> members = state.items("estimators_");
    List<Node> leaves = encoder.items("categories_");
    if (members.isEmpty() || members.size() != leaves.size() || encoder.has("drop_idx_")) {
      throw state.corrupt("has " + members.size() + " trees and leaves of " + leaves.size());
    }
    Attributes first = state.inner("estimators_[0]", members.getFirst());
    int width = Forests.features(state, first);
    List<ForestKernel> kernels = new ArrayList<>();
    long columns = 0;
    for (int i = 0; i < members.size(); i++) {
      Attributes member = state.inner("estimators_[" + i + "]", members.get(i));
      TreeState tree = TreeState.of(member);
      long[] numbers = encoder.array("categories_", leaves.get(i)).longs();
      TreeNodes nodes = tree.marked(places(tree, member, numbers, columns));
      kernels.add(new ForestKernel(List.of(nodes), width, member.place()));
      columns = workshop.checkedWidth(state.place(), columns + numbers.length);
    }
    return new Embedding(List.copyOf(kernels), (int) columns, Missing.accepted(first, state));
  }

  /** The column of each node; a leaf that no column stands for is refused. */
  private static double[] places(TreeState tree, Attributes member, long[] leaves, long from) {
    double[] places = new double[tree.nodes().size()];
    Arrays.fill(places, -1);
    for (int i = 0; i < leaves.length; i++) {
      if (leaves[i] < 0 || leaves[i] >= places.length) {
        throw member.corrupt("has no node " + leaves[i]);
      }
      places[(int) leaves[i]] = from + i;
    }
    int[] left = Fields.ints(tree.nodes(), "left_child");
    for (int node = 0; node < places.length; node++) {
      if (left[node] == -1 && places[node] < 0) {
        throw member.corrupt("has a leaf " + node + " without a column");
      }
    }
    return places;
  }

  @Override
  public int width() {
    return trees.getFirst().features();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return outputs;
  }

  @Override
  public Sparse transform(Table rows) {
    double[] from = FloatRows.of(rows, width(), missing, "RandomTreesEmbedding").values();
    List<double[]> reached = trees.stream().map(tree -> tree.apply(from, rows.rows())).toList();
    SparseBuilder builder = new SparseBuilder(outputs);
    for (int r = 0; r < rows.rows(); r++) {
      for (double[] columns : reached) {
        builder.add((int) columns[r], 1);
      }
      builder.endRow();
    }
    return builder.build();
  }
}
