package dev.serin.runtime.sklearn.bayes;

import dev.serin.kernel.Links;
import dev.serin.kernel.likelihood.Quadratic;
import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code QuadraticDiscriminantAnalysis}: a normal distribution with its own axes for each class.
 */
record QuadraticDiscriminant(Labels labels, Quadratic likelihood) implements Estimator {

  static QuadraticDiscriminant of(Attributes state) {
    Labels labels = state.labels("classes_");
    int classes = labels.size();
    Matrix means = state.matrix("means_");
    double[] priors = state.vector("priors_", classes);
    List<Node> rotations = state.items("rotations_");
    List<Node> scalings = state.items("scalings_");
    if (means.rows() != classes || rotations.size() != classes || scalings.size() != classes) {
      throw state.corrupt("has means, rotations and scalings of different numbers");
    }
    int width = state.width(means.columns());
    List<Quadratic.Bell> bells = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      NdArray rotation = state.array("rotations_", rotations.get(k));
      NdArray scaling = state.array("scalings_", scalings.get(k));
      int[] shape = rotation.shape();
      if (shape.length != 2 || shape[0] != width || shape[1] != scaling.size()) {
        throw state.corrupt("has a rotation that fits neither its mean nor its scalings");
      }
      double[] mean = new double[width];
      System.arraycopy(means.values(), k * width, mean, 0, width);
      bells.add(new Quadratic.Bell(priors[k], mean, rotation.doubles(), scaling.doubles()));
    }
    return new QuadraticDiscriminant(labels, new Quadratic(bells));
  }

  @Override
  public int width() {
    return likelihood.features();
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = Form.weighing(targets());
    int width = labels.size() == 2 ? 1 : labels.size();
    forms.put(Method.DECISION_FUNCTION, List.of(Form.decision(width)));
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    Matrix checked =
        Rows.numbers(rows, width(), Rows.Cells.FINITE, "QuadraticDiscriminantAnalysis");
    int classes = labels.size();
    double[] scores = likelihood.scores(checked.values(), rows.rows());
    return switch (method) {
      case PREDICT -> {
        int[] chosen = new int[rows.rows()];
        for (int r = 0; r < chosen.length; r++) {
          chosen[r] = Links.largest(scores, r * classes, classes);
        }
        yield new Answer.Chosen(chosen, targets());
      }
      case PREDICT_PROBA ->
          new Answer.Numbers(new Matrix(rows.rows(), classes, Links.softmax(scores, classes)));
      default ->
          new Answer.Numbers(
              classes == 2 ? gaps(scores) : new Matrix(rows.rows(), classes, scores));
    };
  }

  private static Matrix gaps(double[] scores) {
    double[] gaps = new double[scores.length / 2];
    for (int r = 0; r < gaps.length; r++) {
      gaps[r] = scores[2 * r + 1] - scores[2 * r];
    }
    return new Matrix(gaps.length, 1, gaps);
  }

  @Override
  public String sizes() {
    return width() + " → " + labels.size() + " classes";
  }
}
