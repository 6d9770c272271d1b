package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.Links;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Estimators that look at nothing but the number of rows; boosting starts from them. */
final class Dummies {
  private Dummies() {}

  /** A dummy whose answer does not depend on chance: strategy prior or most_frequent. */
  static Estimator classifier(Attributes state) {
    String strategy =
        state.choice(
            "strategy", "prior", "prior", "most_frequent", "stratified", "uniform", "constant");
    if (!strategy.equals("prior") && !strategy.equals("most_frequent")) {
      throw state.unsupported("strategy is '" + strategy + "', known are prior, most_frequent");
    }
    Labels labels = state.labels("classes_");
    double[] prior = state.vector("class_prior_", labels.size());
    int likeliest = Links.largest(prior, 0, prior.length);
    if (strategy.equals("most_frequent")) {
      Arrays.fill(prior, 0);
      prior[likeliest] = 1;
    }
    return new Prior(labels, prior, likeliest);
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

  private record Prior(Labels labels, double[] prior, int likeliest) implements Estimator {
    @Override
    public int width() {
      return ANY;
    }

    @Override
    public List<Labels> targets() {
      return List.of(labels);
    }

    @Override
    public Map<Method, List<Form>> forms() {
      return Form.weighing(targets());
    }

    @Override
    public Answer answer(Method method, Table rows) {
      if (method == Method.PREDICT_PROBA) {
        return new Answer.Numbers(
            new Matrix(rows.rows(), prior.length, repeated(prior, rows.rows())));
      }
      int[] chosen = new int[rows.rows()];
      Arrays.fill(chosen, likeliest);
      return new Answer.Chosen(chosen, targets());
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
