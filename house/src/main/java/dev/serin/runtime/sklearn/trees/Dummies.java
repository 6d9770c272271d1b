package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.Links;
import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Table;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Estimators that look at nothing but the number of rows; boosting starts from them. */
final class Dummies {
  private Dummies() {}

  /** A dummy whose answer does not depend on chance: not strategy stratified or uniform. */
  static Estimator classifier(Attributes state) {
    String strategy =
        state.choice(
            "strategy", "prior", "prior", "most_frequent", "stratified", "uniform", "constant");
    if (strategy.equals("stratified") || strategy.equals("uniform")) {
      throw state.unsupported(
          "strategy is '" + strategy + "', known are prior, most_frequent, constant");
    }
    List<Labels> targets = state.targets("classes_");
    boolean single = state.node("classes_") instanceof Node.Array;
    List<double[]> priors = new ArrayList<>();
    int[] chosen = new int[targets.size()];
    for (int t = 0; t < chosen.length; t++) {
      Labels labels = targets.get(t);
      double[] prior = prior(state, single, t, labels.size());
      chosen[t] =
          strategy.equals("constant")
              ? constant(state, single, t, labels)
              : Links.largest(prior, 0, prior.length);
      if (!strategy.equals("prior")) {
        Arrays.fill(prior, 0);
        prior[chosen[t]] = 1;
      }
      priors.add(prior);
    }
    return new Prior(targets, priors, chosen);
  }

  private static double[] prior(Attributes state, boolean single, int target, int classes) {
    if (single) {
      return state.vector("class_prior_", classes);
    }
    List<Node> priors = state.items("class_prior_");
    double[] prior =
        target < priors.size()
            ? state.array("class_prior_", priors.get(target)).doubles()
            : new double[0];
    if (prior.length != classes) {
      throw state.corrupt("has no prior for each of " + classes + " classes");
    }
    return prior;
  }

  /** The place of the constant among the classes. */
  private static int constant(Attributes state, boolean single, int target, Labels labels) {
    Node given = state.node("constant");
    if (given instanceof Node.Array array) {
      return place(state, labels, array.value(), target);
    }
    List<Node> items = single && scalar(given) ? List.of(given) : state.items("constant");
    if (target >= items.size()) {
      throw state.corrupt("has no constant for target " + target);
    }
    Node item = items.get(target);
    boolean text = item instanceof Node.Text;
    for (int i = 0; i < labels.size(); i++) {
      boolean texts = labels.type() == DataType.BYTES;
      boolean equal =
          text
              ? texts && item.equals(new Node.Text(labels.name(i)))
              : !texts && labels.number(i) == state.real("constant", item);
      if (equal) {
        return i;
      }
    }
    throw state.corrupt("has a constant that is none of its classes");
  }

  private static boolean scalar(Node node) {
    return switch (node) {
      case Node.Text _, Node.Int _, Node.Real _, Node.Bool _ -> true;
      default -> false;
    };
  }

  private static int place(Attributes state, Labels labels, NdArray constants, int target) {
    boolean texts = labels.type() == DataType.BYTES;
    for (int i = 0; i < labels.size() && target < constants.size(); i++) {
      boolean equal =
          texts
              ? constants.texts()[target].equals(labels.name(i))
              : constants.doubles()[target] == labels.number(i);
      if (equal) {
        return i;
      }
    }
    throw state.corrupt("has a constant that is none of its classes");
  }

  /** A dummy that always predicts the constant of its fit. */
  static Estimator regressor(Attributes state) {
    double[] constant = state.array("constant_").doubles();
    if (constant.length == 0) {
      throw state.corrupt("has no number in constant_");
    }
    return new Constant(constant);
  }

  private static double[] repeated(double[] row, int rows) {
    double[] all = new double[Math.multiplyExact(rows, row.length)];
    for (int i = 0; i < all.length; i++) {
      all[i] = row[i % row.length];
    }
    return all;
  }

  private record Prior(List<Labels> targets, List<double[]> priors, int[] chosen)
      implements Estimator {
    @Override
    public int width() {
      return ANY;
    }

    @Override
    public Map<Method, List<Form>> forms() {
      return Form.weighing(targets);
    }

    @Override
    public Answer answer(Method method, Table rows) {
      if (method == Method.PREDICT_PROBA) {
        return new Answer.Numbers(
            priors.stream()
                .map(prior -> new Matrix(rows.rows(), prior.length, repeated(prior, rows.rows())))
                .toList());
      }
      int[] all = new int[rows.rows() * chosen.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = chosen[i % chosen.length];
      }
      return new Answer.Chosen(all, targets);
    }
  }

  private record Constant(double[] constant) implements Regressor {
    @Override
    public int width() {
      return ANY;
    }

    @Override
    public int outputs() {
      return constant.length == 1 ? 0 : constant.length;
    }

    @Override
    public Matrix predict(Table rows) {
      return new Matrix(rows.rows(), constant.length, repeated(constant, rows.rows()));
    }
  }
}
