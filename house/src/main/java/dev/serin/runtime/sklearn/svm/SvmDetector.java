package dev.serin.runtime.sklearn.svm;

import dev.serin.kernel.SvmKernel;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/** Novelty by support vectors of one class: 1 where the score is above zero, else -1. */
record SvmDetector(SvmKernel kernel, String name) implements Estimator {
  private static final List<Labels> SIDES = List.of(Labels.of(-1, 1));

  @Override
  public int width() {
    return kernel.features();
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = Form.choosing(SIDES);
    forms.put(Method.DECISION_FUNCTION, List.of(Form.flat(DataType.FP64)));
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    Matrix matrix = Rows.numbers(rows, width(), Rows.Cells.FINITE, name);
    double[] scores = kernel.apply(matrix.values(), matrix.rows());
    if (method == Method.DECISION_FUNCTION) {
      return new Answer.Numbers(new Matrix(matrix.rows(), 1, scores));
    }
    int[] sides = new int[scores.length];
    for (int row = 0; row < sides.length; row++) {
      sides[row] = scores[row] > 0 ? 1 : 0;
    }
    return new Answer.Chosen(sides, SIDES);
  }
}
