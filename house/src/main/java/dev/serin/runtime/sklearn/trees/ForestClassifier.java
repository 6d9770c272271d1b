package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.ForestKernel;
import dev.serin.kernel.Links;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One or many trees over one or several targets: the mean of the leaves' class fractions, and the
 * class with the largest. The kernel gives [targets, most classes] for each row, classes that a
 * target does not have at the end.
 */
record ForestClassifier(ForestKernel kernel, List<Labels> targets, boolean missing, String name)
    implements Estimator {

  @Override
  public int width() {
    return kernel.features();
  }

  @Override
  public Map<Method, List<Form>> forms() {
    return Form.weighing(targets);
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return answers(Set.of(method), rows).get(method);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    Matrix matrix = FloatRows.of(rows, width(), missing, name);
    double[] means = kernel.apply(matrix.values(), matrix.rows());
    Map<Method, Answer> answers = new EnumMap<>(Method.class);
    for (Method method : methods) {
      answers.put(
          method,
          method == Method.PREDICT
              ? new Answer.Chosen(largest(means, matrix.rows()), targets)
              : new Answer.Numbers(fractions(means, matrix.rows())));
    }
    return answers;
  }

  private int[] largest(double[] means, int rows) {
    int classes = kernel.width() / targets.size();
    int[] chosen = new int[rows * targets.size()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = Links.largest(means, i * classes, targets.get(i % targets.size()).size());
    }
    return chosen;
  }

  private List<Matrix> fractions(double[] means, int rows) {
    if (targets.size() == 1) {
      return List.of(new Matrix(rows, kernel.width(), means));
    }
    int classes = kernel.width() / targets.size();
    List<Matrix> parts = new ArrayList<>(targets.size());
    for (int target = 0; target < targets.size(); target++) {
      Matrix part = Matrix.zeros(rows, targets.get(target).size());
      for (int row = 0; row < rows; row++) {
        System.arraycopy(
            means,
            row * kernel.width() + target * classes,
            part.values(),
            row * part.columns(),
            part.columns());
      }
      parts.add(part);
    }
    return parts;
  }

  @Override
  public String sizes() {
    return width() + " → " + targets.getFirst().size();
  }
}
