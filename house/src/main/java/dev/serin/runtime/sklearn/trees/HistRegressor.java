package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.HistForestKernel;
import dev.serin.kernel.Links;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Table;
import dev.serin.tensor.DataType;
import java.util.List;

/** Histogram gradient boosting of numbers; the logarithmic losses predict e to the raw score. */
record HistRegressor(HistForestKernel kernel, HistColumns columns, boolean logarithmic)
    implements Regressor {

  @Override
  public int width() {
    return columns.width();
  }

  @Override
  public int outputs() {
    return 0;
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    return columns.types();
  }

  @Override
  public Matrix predict(Table rows) {
    Matrix matrix = columns.of(rows);
    double[] raw = kernel.apply(matrix.values(), matrix.rows());
    return new Matrix(matrix.rows(), 1, logarithmic ? Links.exp(raw) : raw);
  }

  @Override
  public long passes() {
    return columns.passes();
  }
}
