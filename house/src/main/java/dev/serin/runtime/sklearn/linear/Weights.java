package dev.serin.runtime.sklearn.linear;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Sparse;
import dev.serin.runtime.sklearn.Table;

/**
 * The weighted sums of a linear model: one row of {@code coefficients} and one intercept for each
 * output.
 */
record Weights(Matrix coefficients, double[] intercepts) {

  /** The weights in {@code coef_} and {@code intercept_}. */
  static Weights of(Attributes state) {
    Matrix coefficients = state.matrix("coef_");
    double[] intercepts =
        state.has("intercept_")
            ? state.spread("intercept_", coefficients.rows())
            : new double[coefficients.rows()];
    return new Weights(coefficients, intercepts);
  }

  int width() {
    return coefficients.columns();
  }

  int outputs() {
    return coefficients.rows();
  }

  /** The sums for each row that {@code who} accepts. */
  Matrix sums(Table given, String who) {
    Table rows = Rows.table(given, width(), Rows.Cells.FINITE, who);
    if (rows instanceof Sparse sparse) {
      Matrix sums = sparse.times(coefficients);
      for (int i = 0; i < sums.values().length; i++) {
        sums.values()[i] += intercepts[i % intercepts.length];
      }
      return sums;
    }
    return sums(rows.numbers());
  }

  private Matrix sums(Matrix rows) {
    int width = coefficients.columns();
    int outputs = coefficients.rows();
    double[] weights = coefficients.values();
    Matrix sums = Matrix.zeros(rows.rows(), outputs);
    for (int r = 0; r < rows.rows(); r++) {
      for (int k = 0; k < outputs; k++) {
        double sum = 0;
        for (int c = 0; c < width; c++) {
          sum += rows.values()[r * width + c] * weights[k * width + c];
        }
        sums.values()[r * outputs + k] = sum + intercepts[k];
      }
    }
    return sums;
  }
}
