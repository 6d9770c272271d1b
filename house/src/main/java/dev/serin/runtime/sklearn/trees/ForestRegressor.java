package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.ForestKernel;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Table;

/** One or many trees of numbers: the mean of their leaves. */
record ForestRegressor(ForestKernel kernel, int outputs, boolean missing, String name)
    implements Regressor {

  @Override
  public int width() {
    return kernel.features();
  }

  @Override
  public Matrix predict(Table rows) {
    Matrix matrix = FloatRows.of(rows, width(), missing, name);
    return new Matrix(matrix.rows(), kernel.width(), kernel.apply(matrix.values(), matrix.rows()));
  }
}
