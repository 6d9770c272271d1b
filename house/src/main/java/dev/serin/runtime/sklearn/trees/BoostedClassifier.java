package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.BoostedKernel;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gradient boosting of classes: raw scores are the start plus all trees. Two classes have one score
 * whose sign decides; a score of zero is the second class, but before 1.4 ({@code old}) the first
 * under the logistic loss.
 */
record BoostedClassifier(
    BoostedKernel kernel,
    RawStart start,
    Labels labels,
    boolean exponential,
    boolean old,
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
    return Scores.forms(labels);
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return answers(Set.of(method), rows).get(method);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    Matrix matrix = FloatRows.rounded(FloatRows.of(rows, width(), false, name));
    double[] raw = kernel.add(matrix.values(), matrix.rows(), start.scores(matrix));
    boolean zeroIsSecond = exponential || !old;
    return new Scores(raw, labels, exponential ? 2 : 1, zeroIsSecond).answers(methods);
  }

  @Override
  public long passes() {
    return 1 + start.passes();
  }

  @Override
  public String sizes() {
    return width() + " → " + labels.size();
  }
}
