package dev.serin.runtime.sklearn.linear;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Table;

/** A regressor whose prediction is a weighted sum, or a link's inverse of it. */
final class LinearRegressor implements Regressor {
  private final String name;
  private final Weights weights;
  private final int outputs;
  private final boolean exponential;

  private LinearRegressor(String name, Weights weights, int outputs, boolean exponential) {
    this.name = name;
    this.weights = weights;
    this.outputs = outputs;
    this.exponential = exponential;
  }

  /** One that predicts the sum itself. */
  static LinearRegressor plain(Attributes state) {
    return of(state, false);
  }

  /** Generalised linear model with a logarithmic link. */
  static LinearRegressor logarithmic(Attributes state) {
    return of(state, true);
  }

  /** Tweedie: the link follows from the power unless it is named. */
  static LinearRegressor tweedie(Attributes state) {
    String link = state.choice("link", "auto", "auto", "identity", "log");
    boolean identity = link.equals("auto") ? state.real("power", 0) <= 0 : link.equals("identity");
    return of(state, !identity);
  }

  private static LinearRegressor of(Attributes state, boolean exponential) {
    Weights weights = Weights.of(state);
    boolean several = state.array("coef_").shape().length == 2;
    state.width(weights.width());
    return new LinearRegressor(state.name(), weights, several ? weights.outputs() : 0, exponential);
  }

  @Override
  public int width() {
    return weights.width();
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public Matrix predict(Table rows) {
    Matrix sums = weights.sums(rows, name);
    if (exponential) {
      double[] values = sums.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.exp(values[i]);
      }
    }
    return sums;
  }
}
