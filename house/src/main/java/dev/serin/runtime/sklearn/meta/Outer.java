package dev.serin.runtime.sklearn.meta;

import dev.serin.runtime.sklearn.Estimator;
import dev.serin.tensor.DataType;
import java.util.List;

/** An estimator that gives its rows to members. */
public interface Outer extends Estimator {
  /** The members. */
  Members members();

  @Override
  default int width() {
    return members().width();
  }

  @Override
  default long passes() {
    return 1 + members().passes();
  }

  @Override
  default List<DataType> inputs(List<DataType> outputs) {
    return members().inputs();
  }

  @Override
  default String sizes() {
    return members().size() + " inside";
  }
}
