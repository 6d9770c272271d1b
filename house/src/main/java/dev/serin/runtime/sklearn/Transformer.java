package dev.serin.runtime.sklearn;

import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/** A step that turns rows into rows. */
public interface Transformer extends Estimator {

  /** The width of its output for rows of this width; {@link #ANY} only for {@link #ANY}. */
  int outputWidth(int inputWidth);

  /** The transformed rows. */
  Table transform(Table rows);

  /** Whether it gives {@link Sparse} rows, which may be wider than any dense ones. */
  default boolean sparse() {
    return false;
  }

  /** The datatype of its output as one tensor. */
  default DataType cells() {
    return DataType.FP64;
  }

  @Override
  default Map<Method, List<Form>> forms() {
    return Map.of(Method.TRANSFORM, List.of(Form.wide(cells(), outputWidth(width()))));
  }

  @Override
  default Answer answer(Method method, Table rows) {
    return new Answer.Cells(transform(rows));
  }

  @Override
  default String sizes() {
    return width() == ANY ? "" : width() + " → " + outputWidth(width());
  }
}
