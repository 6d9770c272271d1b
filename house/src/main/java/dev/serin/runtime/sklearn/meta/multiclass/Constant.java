package dev.serin.runtime.sklearn.meta.multiclass;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.tensor.DataType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What stands for a binary problem whose training rows were all of one side: always that side. */
record Constant(double side, int width) implements Estimator {

  static Constant of(Attributes state) {
    return new Constant(state.spread("y_", 1)[0], state.width());
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = new EnumMap<>(Method.class);
    forms.put(Method.PREDICT, List.of(Form.flat(DataType.FP64)));
    forms.put(Method.DECISION_FUNCTION, List.of(Form.flat(DataType.FP64)));
    forms.put(Method.PREDICT_PROBA, List.of(Form.wide(DataType.FP64, 2)));
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    Rows.atLeastOne(rows, "_ConstantPredictor");
    Rows.width(rows, width, "_ConstantPredictor");
    if (method == Method.PREDICT_PROBA) {
      Matrix both = Matrix.zeros(rows.rows(), 2);
      for (int i = 0; i < both.values().length; i++) {
        both.values()[i] = i % 2 == 0 ? 1 - side : side;
      }
      return new Answer.Numbers(both);
    }
    double[] sides = new double[rows.rows()];
    Arrays.fill(sides, side);
    return new Answer.Numbers(new Matrix(rows.rows(), 1, sides));
  }
}
