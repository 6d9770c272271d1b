package dev.serin.runtime.sklearn.process;

import dev.serin.kernel.pairs.Covariance;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Workshop;

/**
 * The training rows of a Gaussian process with its kernel, and the lower triangle [rows, rows] that
 * its fit left.
 */
record Points(Covariance covariance, Matrix kept, double[] triangle) {

  static Points of(Attributes state, Workshop workshop) {
    Matrix kept = state.matrix("X_train_");
    workshop.warn(state.place() + " holds all " + kept.rows() + " of its training rows");
    Matrix triangle = state.matrix("L_");
    if (triangle.rows() != kept.rows() || triangle.columns() != kept.rows() || kept.rows() == 0) {
      throw state.corrupt("has a triangle L_ of other rows than X_train_");
    }
    return new Points(Covariances.of(state, kept.columns()), kept, triangle.values());
  }

  /** The covariances of one row with the training rows. */
  double[] reach(Matrix rows, int row) {
    double[] reach = new double[kept.rows()];
    int width = kept.columns();
    for (int i = 0; i < reach.length; i++) {
      reach[i] = covariance.of(rows.values(), row * width, kept.values(), i * width, width);
    }
    return reach;
  }

  /** What is left of a row's own variance when {@code reach} is known. */
  double variance(Matrix rows, int row, double[] reach) {
    double[] solved = reach.clone();
    int n = solved.length;
    double left = covariance.own(rows.values(), row * kept.columns(), kept.columns());
    double known = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        solved[i] -= triangle[i * n + j] * solved[j];
      }
      solved[i] /= triangle[i * n + i];
      known += solved[i] * solved[i];
    }
    return left - known;
  }
}
