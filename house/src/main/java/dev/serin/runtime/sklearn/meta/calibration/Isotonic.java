package dev.serin.runtime.sklearn.meta.calibration;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.tensor.DataType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@code IsotonicRegression} of one column; predicting and transforming are the same. */
record Isotonic(IsotonicLine line) implements Transformer {
  @Override
  public int width() {
    return 1;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return 1;
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = new EnumMap<>(Method.class);
    forms.put(Method.PREDICT, List.of(Form.flat(DataType.FP64)));
    forms.put(Method.TRANSFORM, List.of(Form.flat(DataType.FP64)));
    return forms;
  }

  @Override
  public Matrix transform(Table rows) {
    Matrix checked = Rows.numbers(rows, 1, Rows.Cells.FINITE, "IsotonicRegression");
    Matrix heights = Matrix.zeros(rows.rows(), 1);
    for (int r = 0; r < rows.rows(); r++) {
      heights.values()[r] = line.at(checked.values()[r]);
    }
    return heights;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    Matrix heights = transform(rows);
    return method == Method.PREDICT ? new Answer.Numbers(heights) : new Answer.Cells(heights);
  }
}
