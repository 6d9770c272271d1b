package dev.serin.runtime.sklearn;

import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/** A step that predicts numbers. */
public interface Regressor extends Estimator {

  /** The shape of one row's prediction: 0 for a plain number, else how many targets there are. */
  int outputs();

  /** One row of numbers for each row. */
  Matrix predict(Table rows);

  @Override
  default Map<Method, List<Form>> forms() {
    Form form = outputs() == 0 ? Form.flat(DataType.FP64) : Form.wide(DataType.FP64, outputs());
    return Map.of(Method.PREDICT, List.of(form));
  }

  @Override
  default Answer answer(Method method, Table rows) {
    return new Answer.Numbers(predict(rows));
  }

  @Override
  default String sizes() {
    return width() + " → " + Math.max(1, outputs());
  }
}
