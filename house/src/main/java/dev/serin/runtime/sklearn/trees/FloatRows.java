package dev.serin.runtime.sklearn.trees;

import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;

/** Rows as scikit-learn's trees take them: cast to float32, nothing infinite before or after. */
final class FloatRows {
  private FloatRows() {}

  /** The checked rows, not yet cast. */
  static Matrix of(Table rows, int width, boolean missing, String who) {
    Matrix matrix = Rows.numbers(rows, width, missing ? Rows.Cells.NAN : Rows.Cells.FINITE, who);
    for (double value : matrix.values()) {
      if (Float.isInfinite((float) value)) {
        throw Rows.invalid(
            "NOT_FINITE", "the rows for " + who + " hold a value too large for float32: " + value);
      }
    }
    return matrix;
  }

  /** The same rows, rounded to float32. */
  static Matrix rounded(Matrix rows) {
    double[] rounded = new double[rows.values().length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) rows.values()[i];
    }
    return new Matrix(rows.rows(), rows.columns(), rounded);
  }
}
