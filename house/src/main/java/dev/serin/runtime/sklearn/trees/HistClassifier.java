package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.HistForestKernel;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Histogram gradient boosting of classes; of two, a score of zero is the first. */
record HistClassifier(HistForestKernel kernel, HistColumns columns, Labels labels)
    implements Estimator {

  @Override
  public int width() {
    return columns.width();
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    return columns.types();
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
    Matrix matrix = columns.of(rows);
    double[] raw = kernel.apply(matrix.values(), matrix.rows());
    return new Scores(raw, labels, 1, false).answers(methods);
  }

  @Override
  public long passes() {
    return columns.passes();
  }

  @Override
  public String sizes() {
    return width() + " → " + labels.size();
  }
}
