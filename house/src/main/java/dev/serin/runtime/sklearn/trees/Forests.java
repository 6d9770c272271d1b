package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.ForestKernel;
import dev.serin.kernel.TreeNodes;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Labels;
import java.util.ArrayList;
import java.util.List;

/** Builds single trees and forests; a single tree is a forest of one. */
final class Forests {
  private Forests() {}

  static Estimator tree(Attributes state) {
    return classifier(state, List.of(state));
  }

  static Estimator treeOfNumbers(Attributes state) {
    return regressor(state, List.of(state));
  }

  static Estimator forest(Attributes state) {
    return classifier(state, members(state));
  }

  static Estimator forestOfNumbers(Attributes state) {
    return regressor(state, members(state));
  }

  private static List<Attributes> members(Attributes state) {
    List<Attributes> members = new ArrayList<>();
    List<Node> nodes = state.items("estimators_");
    for (int i = 0; i < nodes.size(); i++) {
      members.add(state.inner("estimators_[" + i + "]", nodes.get(i)));
    }
    if (members.isEmpty()) {
      throw state.corrupt("has no trees in estimators_");
    }
    return members;
  }

  private static Estimator classifier(Attributes state, List<Attributes> members) {
    List<Labels> targets = state.targets("classes_");
    int classes = targets.stream().mapToInt(Labels::size).max().orElseThrow();
    List<TreeNodes> trees = new ArrayList<>(members.size());
    for (Attributes member : members) {
      TreeState tree = TreeState.of(member);
      if (tree.outputs() != targets.size() || tree.classes() != classes) {
        throw member.corrupt(
            "has values for "
                + tree.outputs()
                + " targets of "
                + tree.classes()
                + " classes, classes_ says "
                + targets.size()
                + " of "
                + classes);
      }
      trees.add(tree.fractions());
    }
    ForestKernel kernel = kernel(state, members, trees);
    return new ForestClassifier(
        kernel, targets, Missing.accepted(members.getFirst(), state), state.name());
  }

  private static Estimator regressor(Attributes state, List<Attributes> members) {
    int outputs = state.whole("n_outputs_", 1);
    List<TreeNodes> trees = new ArrayList<>(members.size());
    for (Attributes member : members) {
      TreeState tree = TreeState.of(member);
      if (tree.outputs() != outputs) {
        throw member.corrupt("has " + tree.outputs() + " outputs where " + outputs + " belong");
      }
      trees.add(tree.numbers(member));
    }
    ForestKernel kernel = kernel(state, members, trees);
    return new ForestRegressor(
        kernel,
        outputs == 1 ? 0 : outputs,
        Missing.accepted(members.getFirst(), state),
        state.name());
  }

  private static ForestKernel kernel(
      Attributes state, List<Attributes> members, List<TreeNodes> trees) {
    return new ForestKernel(trees, features(state, members.getFirst()), state.place());
  }

  /** How many columns: the fitted object says, or the arguments of its first compiled tree. */
  static int features(Attributes state, Attributes member) {
    int width = state.width();
    if (width != Estimator.ANY) {
      return width;
    }
    List<Node> args = member.inner("tree_").args();
    if (!args.isEmpty()
        && args.getFirst() instanceof Node.Int(long count)
        && count == (int) count) {
      return (int) count;
    }
    throw state.corrupt("does not say how many features it was fitted on");
  }
}
