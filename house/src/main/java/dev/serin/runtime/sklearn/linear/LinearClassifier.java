package dev.serin.runtime.sklearn.linear;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import java.util.List;
import java.util.Map;

/** A classifier by weighted sums: two classes by the sign of one sum, more by the largest. */
final class LinearClassifier implements Estimator {
  private final String name;
  private final Labels labels;
  private final Weights weights;
  private final Proba proba;

  private LinearClassifier(String name, Labels labels, Weights weights, Proba proba) {
    this.name = name;
    this.labels = labels;
    this.weights = weights;
    this.proba = proba;
  }

  /** One without probabilities. */
  static LinearClassifier plain(Attributes state) {
    return of(state, Proba.NONE);
  }

  /** Ridge classification; the classes may be with the binarizer; several a row are not served. */
  static LinearClassifier ridge(Attributes state) {
    if (state.has("classes_")) {
      return plain(state);
    }
    Attributes binarizer = state.inner("_label_binarizer");
    binarizer.choice("y_type_", "multiclass", "binary", "multiclass");
    return of(state, binarizer.labels("classes_"), Proba.NONE);
  }

  /** Stochastic gradient descent: the loss decides about probabilities. */
  static LinearClassifier descent(Attributes state) {
    String loss =
        state.choice(
            "loss",
            "hinge",
            "hinge",
            "log_loss",
            "log",
            "modified_huber",
            "squared_hinge",
            "perceptron",
            "squared_error",
            "squared_loss",
            "huber",
            "epsilon_insensitive",
            "squared_epsilon_insensitive");
    return of(
        state,
        switch (loss) {
          case "log", "log_loss" -> Proba.logistic(state.release());
          case "modified_huber" -> Proba.MODIFIED_HUBER;
          default -> Proba.NONE;
        });
  }

  /**
   * Logistic regression. Up to 1.7 {@code multi_class} chooses between one logistic function a
   * class and the softmax; {@code auto} and, since 1.8, every model takes the softmax from three
   * classes on unless liblinear fitted it.
   */
  static LinearClassifier logistic(Attributes state) {
    String several =
        state.choice(
            "multi_class",
            state.release().before(0, 22) ? "ovr" : "auto",
            "auto",
            "ovr",
            "multinomial",
            "deprecated",
            "warn");
    boolean liblinear = state.has("solver") && state.text("solver").equals("liblinear");
    boolean two = state.labels("classes_").size() <= 2;
    boolean single =
        switch (several) {
          case "ovr", "warn" -> true;
          case "multinomial" -> false;
          default -> two || liblinear;
        };
    return of(state, single ? Proba.logistic(state.release()) : Proba.SOFTMAX);
  }

  private static LinearClassifier of(Attributes state, Proba proba) {
    return of(state, state.labels("classes_"), proba);
  }

  private static LinearClassifier of(Attributes state, Labels labels, Proba proba) {
    Weights weights = Weights.of(state);
    int expected = labels.size() == 2 ? 1 : labels.size();
    if (labels.size() < 2 || weights.outputs() != expected) {
      throw state.corrupt(
          "has " + labels.size() + " classes and " + weights.outputs() + " rows of weights");
    }
    state.width(weights.width());
    return new LinearClassifier(state.name(), labels, weights, proba);
  }

  @Override
  public int width() {
    return weights.width();
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms =
        proba == Proba.NONE ? Form.choosing(targets()) : Form.weighing(targets());
    forms.put(Method.DECISION_FUNCTION, List.of(Form.decision(weights.outputs())));
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    Matrix sums = weights.sums(rows, name);
    return switch (method) {
      case PREDICT -> new Answer.Chosen(chosen(sums), targets());
      case PREDICT_PROBA -> new Answer.Numbers(proba.of(sums));
      case DECISION_FUNCTION -> new Answer.Numbers(sums);
      default -> throw new IllegalStateException(name + " does not transform");
    };
  }

  private static int[] chosen(Matrix sums) {
    int[] chosen = new int[sums.rows()];
    for (int r = 0; r < chosen.length; r++) {
      chosen[r] = sums.columns() == 1 ? (sums.values()[r] > 0 ? 1 : 0) : sums.largest(r);
    }
    return chosen;
  }

  @Override
  public String sizes() {
    return width() + " → " + labels.size() + " classes";
  }
}
