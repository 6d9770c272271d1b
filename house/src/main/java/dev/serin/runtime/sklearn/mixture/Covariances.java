package dev.serin.runtime.sklearn.mixture;

import dev.serin.kernel.Square;
import dev.serin.kernel.near.Distance;
import dev.serin.kernel.near.Quadratic;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import java.util.Arrays;

/** Squared distances from a centre in the measure of a fitted covariance, and outliers by them. */
final class Covariances {
  private Covariances() {}

  static Estimator plain(Attributes state) {
    double[] centre = state.vector("location_");
    Distance distance = distance(state, centre.length);
    return Computed.of(state.name(), state.width(centre.length))
        .flat(Method.MAHALANOBIS, rows -> squares(distance, rows, centre))
        .made();
  }

  static Estimator envelope(Attributes state) {
    double[] centre = state.vector("location_");
    Distance distance = distance(state, centre.length);
    double offset = state.real("offset_");
    return Computed.prepared(
            state.name(), state.width(centre.length), rows -> squares(distance, rows, centre))
        .sides(squares -> shifted(squares, offset))
        .flat(Method.DECISION_FUNCTION, squares -> shifted(squares, offset))
        .flat(Method.SCORE_SAMPLES, squares -> shifted(squares, 0))
        .flat(Method.MAHALANOBIS, squares -> squares)
        .made();
  }

  private static Distance distance(Attributes state, int width) {
    boolean stored = state.has("precision_");
    Matrix kept = state.matrix(stored ? "precision_" : "covariance_");
    if (kept.rows() != width || kept.columns() != width) {
      throw state.corrupt("has a covariance of another width than its centre");
    }
    double[] precision =
        stored
            ? kept.values()
            : Square.inverse(kept.values(), width)
                .orElseThrow(() -> state.unsupported("covariance_ has no inverse"));
    return Quadratic.mahalanobis(precision);
  }

  private static double[] squares(Distance distance, Matrix rows, double[] centre) {
    double[] squares = distance.matrix(rows.values(), centre, centre.length);
    Arrays.setAll(squares, row -> squares[row] * squares[row]);
    return squares;
  }

  private static double[] shifted(double[] squares, double offset) {
    double[] scores = new double[squares.length];
    Arrays.setAll(scores, row -> -squares[row] - offset);
    return scores;
  }
}
