package dev.serin.runtime.sklearn.linear;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/** The linear one-class machine: 1 where the sum reaches the offset, else -1. */
final class OneClass implements Estimator {
  private static final Labels SIDES = Labels.of(-1, 1);

  private final Weights weights;
  private final String name;

  private OneClass(Weights weights, String name) {
    this.weights = weights;
    this.name = name;
  }

  static OneClass of(Attributes state) {
    Matrix coefficients = state.matrix("coef_");
    if (coefficients.rows() != 1) {
      throw state.corrupt("has " + coefficients.rows() + " rows of weights");
    }
    state.width(coefficients.columns());
    double[] intercepts = {-state.spread("offset_", 1)[0]};
    return new OneClass(new Weights(coefficients, intercepts), state.name());
  }

  @Override
  public int width() {
    return weights.width();
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = Form.choosing(List.of(SIDES));
    forms.put(Method.DECISION_FUNCTION, List.of(Form.flat(DataType.FP64)));
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    Matrix sums = weights.sums(rows, name);
    if (method == Method.DECISION_FUNCTION) {
      return new Answer.Numbers(sums);
    }
    int[] sides = new int[sums.rows()];
    for (int r = 0; r < sides.length; r++) {
      sides[r] = sums.values()[r] >= 0 ? 1 : 0;
    }
    return new Answer.Chosen(sides, List.of(SIDES));
  }
}
