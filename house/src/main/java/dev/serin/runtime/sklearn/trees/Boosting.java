package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.BoostedKernel;
import dev.serin.kernel.TreeNodes;
import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Workshop;
import java.util.ArrayList;
import java.util.List;

/** Builds gradient boosting, with the names that its losses had in each release. */
final class Boosting {
  private Boosting() {}

  static Estimator classifier(Attributes state, Workshop workshop) {
    String loss = state.choice("loss", "log_loss", "log_loss", "deviance", "exponential");
    Labels labels = state.labels("classes_");
    int outputs = labels.size() == 2 ? 1 : labels.size();
    boolean exponential = loss.equals("exponential");
    if (labels.size() < 2 || exponential && outputs != 1) {
      throw state.corrupt("boosts the loss " + loss + " over " + labels.size() + " classes");
    }
    boolean old = state.release().before(1, 4);
    RawStart start = RawStart.ofClassifier(state, workshop, outputs, exponential);
    return new BoostedClassifier(
        kernel(state, outputs), start, labels, exponential, old, state.name());
  }

  static Estimator regressor(Attributes state, Workshop workshop) {
    state.choice(
        "loss",
        "squared_error",
        "squared_error",
        "absolute_error",
        "huber",
        "quantile",
        "ls",
        "lad");
    RawStart start = RawStart.ofRegressor(state, workshop);
    return new BoostedRegressor(kernel(state, 1), start, state.name());
  }

  private static BoostedKernel kernel(Attributes state, int outputs) {
    NdArray stages = state.array("estimators_");
    int[] shape = stages.shape();
    if (shape.length != 2 || shape[1] != outputs || shape[0] == 0) {
      throw state.corrupt("has stages in estimators_ that are not of " + outputs + " trees each");
    }
    Node[] nodes = stages.objects();
    List<TreeNodes> trees = new ArrayList<>(nodes.length);
    int features = 0;
    for (int i = 0; i < nodes.length; i++) {
      String where = "estimators_[" + i / outputs + "][" + i % outputs + "]";
      Attributes member = state.inner(where, nodes[i]);
      features = i == 0 ? Forests.features(state, member) : features;
      TreeState tree = TreeState.of(member);
      if (tree.outputs() != 1) {
        throw member.corrupt("is a boosted tree of " + tree.outputs() + " outputs");
      }
      trees.add(tree.numbers(member));
    }
    return new BoostedKernel(trees, outputs, state.real("learning_rate"), features, state.place());
  }
}
