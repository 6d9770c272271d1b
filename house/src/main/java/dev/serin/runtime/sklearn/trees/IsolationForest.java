package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.ForestKernel;
import dev.serin.kernel.TreeNodes;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Release;
import dev.serin.runtime.sklearn.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * Isolation forest: the deeper random splits have to go to single a row out, the more usual it is.
 * A leaf counts its depth, and the depth that its training rows would still need.
 */
final class IsolationForest {
  private static final double EULER_GAMMA = 0.5772156649015329;

  private final ForestKernel depths;
  private final double usual;

  private IsolationForest(ForestKernel depths, double usual) {
    this.depths = depths;
    this.usual = usual;
  }

  static Estimator of(Attributes state) {
    List<Node> members = state.items("estimators_");
    if (members.isEmpty()) {
      throw state.corrupt("has no trees in estimators_");
    }
    Attributes first = state.inner("estimators_[0]", members.getFirst());
    int features = Forests.features(state, first);
    List<Node> columns = state.items("estimators_features_");
    if (columns.size() != members.size()) {
      throw state.corrupt("has columns for " + columns.size() + " of " + members.size() + " trees");
    }
    List<TreeNodes> trees = new ArrayList<>(members.size());
    for (int i = 0; i < members.size(); i++) {
      TreeState tree = TreeState.of(state.inner("estimators_[" + i + "]", members.get(i)));
      int[] own = state.indices("estimators_features_", columns.get(i), features);
      trees.add(deep(tree, own, state.release()));
    }
    double samples = state.real(state.either("_max_samples", "max_samples_"));
    IsolationForest forest =
        new IsolationForest(
            new ForestKernel(trees, features, state.place()), path(samples, state.release()));
    double offset = state.real("offset_");
    boolean old = state.choice("behaviour", "new", "new", "old", "deprecated").equals("old");
    double threshold = old ? state.real("_threshold_", 0) : 0;
    boolean missing = !state.release().before(1, 6);
    return Computed.prepared(state.name(), features, rows -> forest.scores(rows, missing))
        .accepting(Rows.Cells.ANY)
        .flat(Method.SCORE_SAMPLES, scores -> scores)
        .flat(Method.DECISION_FUNCTION, scores -> less(scores, offset))
        .sides(scores -> less(less(scores, offset), threshold))
        .made();
  }

  private static TreeNodes deep(TreeState tree, int[] columns, Release release) {
    TreeNodes nodes = tree.over(columns);
    double[] rows = tree.nodes().field("n_node_samples").doubles();
    int[] depth = new int[nodes.count()];
    double[] values = new double[nodes.count()];
    for (int node = 0; node < depth.length; node++) { // children stand behind their parents
      values[node] = depth[node] + 1 + path(rows[node], release) - 1.0;
      if (!nodes.leaf(node)) {
        depth[nodes.left()[node]] = depth[node] + 1;
        depth[nodes.right()[node]] = depth[node] + 1;
      }
    }
    return new TreeNodes(
        nodes.place(),
        nodes.left(),
        nodes.right(),
        nodes.feature(),
        nodes.threshold(),
        nodes.missingLeft(),
        values,
        1);
  }

  /** The mean depth of a search tree over so many rows; 0.20 knew no special case of two. */
  private static double path(double rows, Release release) {
    boolean old = release.before(0, 21);
    if (rows <= 1) {
      return old ? 1 : 0;
    }
    if (rows == 2 && !old) {
      return 1;
    }
    return 2.0 * (Math.log(rows - 1.0) + EULER_GAMMA) - 2.0 * (rows - 1.0) / rows;
  }

  private double[] scores(Matrix rows, boolean missing) {
    Matrix checked =
        missing ? rows : FloatRows.of(rows, depths.features(), false, "IsolationForest");
    double[] scores = depths.apply(checked.values(), checked.rows());
    for (int row = 0; row < scores.length; row++) {
      scores[row] = -Math.pow(2, usual == 0 ? -1 : -scores[row] / usual);
    }
    return scores;
  }

  private static double[] less(double[] scores, double offset) {
    double[] shifted = scores.clone();
    for (int row = 0; row < shifted.length; row++) {
      shifted[row] -= offset;
    }
    return shifted;
  }
}
