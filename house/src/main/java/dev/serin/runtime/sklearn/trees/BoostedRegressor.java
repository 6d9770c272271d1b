package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.BoostedKernel;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Table;

/** Gradient boosting of numbers: the start plus all trees. */
record BoostedRegressor(BoostedKernel kernel, RawStart start, String name) implements Regressor {

  @Override
  public int width() {
    return kernel.features();
  }

  @Override
  public int outputs() {
    return 0;
  }

  @Override
  public Matrix predict(Table rows) {
    Matrix matrix = FloatRows.rounded(FloatRows.of(rows, width(), false, name));
    double[] raw = kernel.add(matrix.values(), matrix.rows(), start.scores(matrix));
    return new Matrix(matrix.rows(), 1, raw);
  }

  @Override
  public long passes() {
    return 1 + start.passes();
  }
}
