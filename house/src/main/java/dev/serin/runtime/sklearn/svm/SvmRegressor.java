package dev.serin.runtime.sklearn.svm;

import dev.serin.kernel.SvmKernel;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;

/** Numbers by support vectors. */
record SvmRegressor(SvmKernel kernel, String name) implements Regressor {

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
    Matrix matrix = Rows.numbers(rows, width(), Rows.Cells.FINITE, name);
    return new Matrix(matrix.rows(), 1, kernel.apply(matrix.values(), matrix.rows()));
  }
}
