package dev.serin.runtime.sklearn.bayes;

import dev.serin.kernel.LinearKernel;
import dev.serin.kernel.Links;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code LinearDiscriminantAnalysis}: classes by weighted sums, and the projection onto the axes
 * between them. Before 0.22 several classes had one logistic function each, normalised.
 */
final class LinearDiscriminant implements Transformer {
  private final Labels labels;
  private final LinearKernel sums;
  private final boolean softmax;
  private final Optional<Axes> axes;

  private record Axes(double[] centre, LinearKernel kernel) {
    int outputs() {
      return kernel.outputs();
    }
  }

  private LinearDiscriminant(
      Labels labels, LinearKernel sums, boolean softmax, Optional<Axes> axes) {
    this.labels = labels;
    this.sums = sums;
    this.softmax = softmax;
    this.axes = axes;
  }

  static Estimator of(Attributes state) {
    Labels labels = state.labels("classes_");
    Matrix weights = state.matrix("coef_");
    int expected = labels.size() == 2 ? 1 : labels.size();
    if (weights.rows() != expected || labels.size() < 2) {
      throw state.corrupt(
          "has " + labels.size() + " classes and " + weights.rows() + " rows of weights");
    }
    state.width(weights.columns());
    LinearKernel sums =
        new LinearKernel(
            weights.values(), state.spread("intercept_", weights.rows()), state.place());
    String solver = state.choice("solver", "svd", "svd", "lsqr", "eigen");
    Optional<Axes> axes =
        solver.equals("lsqr")
            ? Optional.empty()
            : Optional.of(axes(state, solver.equals("svd"), weights.columns()));
    return new LinearDiscriminant(labels, sums, !state.release().before(0, 22), axes);
  }

  private static Axes axes(Attributes state, boolean centred, int width) {
    Matrix scalings = state.matrix("scalings_");
    int most = state.whole("_max_components", scalings.columns());
    int kept = Math.min(Math.max(most, 0), scalings.columns());
    if (scalings.rows() != width || kept == 0) {
      throw state.corrupt("has axes of another width than its weights");
    }
    double[] centre = centred ? state.vector("xbar_", width) : new double[width];
    double[] weights = new double[kept * width];
    for (int axis = 0; axis < kept; axis++) {
      for (int f = 0; f < width; f++) {
        weights[axis * width + f] = scalings.at(f, axis);
      }
    }
    return new Axes(centre, new LinearKernel(weights, new double[kept], state.place()));
  }

  @Override
  public int width() {
    return sums.features();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return axes.map(Axes::outputs).orElse(ANY);
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = Form.weighing(targets());
    forms.put(Method.DECISION_FUNCTION, List.of(Form.decision(sums.outputs())));
    axes.ifPresent(
        kept -> forms.put(Method.TRANSFORM, List.of(Form.wide(cells(), kept.outputs()))));
    return forms;
  }

  private Matrix checked(Table rows) {
    return Rows.numbers(rows, width(), Rows.Cells.FINITE, "LinearDiscriminantAnalysis");
  }

  private static Matrix applied(LinearKernel kernel, double[] x, int rows) {
    return new Matrix(rows, kernel.outputs(), kernel.apply(x, rows));
  }

  @Override
  public Matrix transform(Table rows) {
    Axes kept = axes.orElseThrow();
    double[] centred = checked(rows).values().clone();
    for (int i = 0; i < centred.length; i++) {
      centred[i] -= kept.centre[i % kept.centre.length];
    }
    return applied(kept.kernel, centred, rows.rows());
  }

  @Override
  public Answer answer(Method method, Table rows) {
    if (method == Method.TRANSFORM) {
      return new Answer.Cells(transform(rows));
    }
    Matrix scores = applied(sums, checked(rows).values(), rows.rows());
    return switch (method) {
      case PREDICT -> new Answer.Chosen(chosen(scores), targets());
      case PREDICT_PROBA -> new Answer.Numbers(probabilities(scores));
      default -> new Answer.Numbers(scores);
    };
  }

  private static int[] chosen(Matrix scores) {
    int[] chosen = new int[scores.rows()];
    for (int r = 0; r < chosen.length; r++) {
      chosen[r] = scores.columns() == 1 ? (scores.values()[r] > 0 ? 1 : 0) : scores.largest(r);
    }
    return chosen;
  }

  private Matrix probabilities(Matrix scores) {
    double[] values = scores.values().clone();
    if (scores.columns() == 1) {
      return new Matrix(scores.rows(), 2, Links.paired(Links.expit(values)));
    }
    if (softmax) {
      Links.softmax(values, scores.columns());
    } else {
      Links.shares(Links.expit(values), scores.columns());
    }
    return new Matrix(scores.rows(), scores.columns(), values);
  }

  @Override
  public String sizes() {
    return width() + " → " + labels.size() + " classes";
  }
}
