package dev.serin.runtime.sklearn.decomposition;

import dev.serin.kernel.Projection;
import dev.serin.kernel.Square;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;

/**
 * Partial least squares: rows are centred, scaled and projected; some also predict. The weights of
 * the prediction lay [features, targets] until 1.0, and for centred rows alone since 1.5.
 */
final class LeastSquares {
  private LeastSquares() {}

  /** Those that predict and transform. */
  static Estimator of(Attributes state) {
    Matrix rotations = state.matrix("x_rotations_");
    int width = state.width(rotations.rows());
    double[] mean = state.vector(state.either("_x_mean", "x_mean_"), width);
    double[] deviation = state.vector(state.either("_x_std", "x_std_"), width);
    Projection scores = turned(state, rotations, mean, deviation);
    boolean scaled = state.release().before(1, 5);
    Projection targets = targets(state, width, mean, scaled ? deviation : new double[0]);
    String centre = state.either("_y_mean", "y_mean_");
    double[] intercepts =
        state.vector(state.has("intercept_") ? "intercept_" : centre, targets.outputs());
    boolean flat = state.flag("_predict_1d", false);
    if (flat && targets.outputs() != 1) {
      throw state.corrupt("predicts one number of " + targets.outputs() + " targets");
    }
    return Computed.of(state.name(), width)
        .predict(
            flat ? 0 : targets.outputs(), rows -> added(targets.apply(rows.values()), intercepts))
        .transform(scores.outputs(), rows -> scores.apply(rows.values()))
        .made();
  }

  /** The singular vectors, which only transform. */
  static Estimator vectors(Attributes state) {
    Matrix weights = state.matrix("x_weights_");
    int width = state.width(weights.rows());
    double[] mean = state.vector(state.either("_x_mean", "x_mean_"), width);
    double[] deviation = state.vector(state.either("_x_std", "x_std_"), width);
    Projection scores = turned(state, weights, mean, deviation);
    return Computed.of(state.name(), width)
        .transform(scores.outputs(), rows -> scores.apply(rows.values()))
        .made();
  }

  private static Projection targets(
      Attributes state, int width, double[] mean, double[] deviation) {
    boolean turned = state.has("_coef_"); // 1.1 and 1.2 kept the new order under another name
    Matrix weights = state.matrix(turned ? "_coef_" : "coef_");
    if (!turned && state.release().before(1, 3)) {
      return turned(state, weights, mean, deviation);
    }
    if (weights.columns() != width) {
      throw state.corrupt("has weights of another width in coef_");
    }
    return new Projection(mean, deviation, weights.values(), width, state.place());
  }

  private static Projection turned(
      Attributes state, Matrix columns, double[] mean, double[] deviation) {
    double[] axes = Square.turned(columns.values(), columns.rows(), columns.columns());
    return new Projection(mean, deviation, axes, columns.rows(), state.place());
  }

  private static double[] added(double[] values, double[] intercepts) {
    for (int i = 0; i < values.length; i++) {
      values[i] += intercepts[i % intercepts.length];
    }
    return values;
  }
}
