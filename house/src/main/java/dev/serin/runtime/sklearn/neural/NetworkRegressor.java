package dev.serin.runtime.sklearn.neural;

import dev.serin.kernel.NetworkKernel;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;

/** {@code MLPRegressor}. */
record NetworkRegressor(NetworkKernel kernel) implements Regressor {

  static NetworkRegressor of(Attributes state) {
    return new NetworkRegressor(Networks.of(state));
  }

  @Override
  public int width() {
    return kernel.features();
  }

  @Override
  public int outputs() {
    return kernel.outputs() == 1 ? 0 : kernel.outputs();
  }

  @Override
  public Matrix predict(Table rows) {
    Matrix checked = Rows.numbers(rows, width(), Rows.Cells.FINITE, "MLPRegressor");
    return new Matrix(rows.rows(), kernel.outputs(), kernel.apply(checked.values(), rows.rows()));
  }
}
