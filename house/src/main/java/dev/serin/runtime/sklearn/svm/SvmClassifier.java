package dev.serin.runtime.sklearn.svm;

import dev.serin.kernel.Links;
import dev.serin.kernel.PairVotes;
import dev.serin.kernel.PairwiseSvm;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Classes by the votes of pairs. {@code rest} gives one score for each class instead of each pair,
 * {@code ties} lets those scores decide; {@code slopes} and {@code offsets} are empty when no
 * probabilities were fitted.
 */
record SvmClassifier(
    PairwiseSvm kernel,
    Labels labels,
    boolean rest,
    boolean ties,
    PairVotes how,
    double[] slopes,
    double[] offsets,
    String name)
    implements Estimator {

  @Override
  public int width() {
    return kernel.features();
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    boolean weighs = slopes.length > 0 && offsets.length > 0;
    Map<Method, List<Form>> forms = weighs ? Form.weighing(targets()) : Form.choosing(targets());
    forms.put(
        Method.DECISION_FUNCTION, List.of(Form.decision(rest ? labels.size() : kernel.pairs())));
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return answers(Set.of(method), rows).get(method);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    Matrix matrix = Rows.numbers(rows, width(), Rows.Cells.FINITE, name);
    double[] scores = kernel.scores(matrix.values(), matrix.rows());
    Map<Method, Answer> answers = new EnumMap<>(Method.class);
    methods.forEach(method -> answers.put(method, answer(method, scores, matrix.rows())));
    return answers;
  }

  private Answer answer(Method method, double[] scores, int rows) {
    return switch (method) {
      case PREDICT -> new Answer.Chosen(chosen(scores), targets());
      case PREDICT_PROBA ->
          new Answer.Numbers(
              new Matrix(rows, labels.size(), kernel.probabilities(scores, slopes, offsets)));
      case DECISION_FUNCTION -> new Answer.Numbers(decision(scores, rows));
      default -> throw new IllegalStateException("a classifier transforms nothing");
    };
  }

  private int[] chosen(double[] scores) {
    if (!ties) {
      return kernel.winners(scores);
    }
    double[] clear = kernel.oneVersusRest(scores, how);
    int[] chosen = new int[clear.length / labels.size()];
    for (int row = 0; row < chosen.length; row++) {
      chosen[row] = Links.largest(clear, row * labels.size(), labels.size());
    }
    return chosen;
  }

  private Matrix decision(double[] scores, int rows) {
    if (rest) {
      return new Matrix(rows, labels.size(), kernel.oneVersusRest(scores, how));
    }
    if (kernel.pairs() > 1) {
      return new Matrix(rows, kernel.pairs(), scores);
    }
    double[] flipped = new double[rows]; // of two classes the second is the positive one
    for (int row = 0; row < rows; row++) {
      flipped[row] = -scores[row];
    }
    return new Matrix(rows, 1, flipped);
  }

  @Override
  public String sizes() {
    return width() + " → " + labels.size();
  }
}
