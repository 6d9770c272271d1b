package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Column;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;

/** {@code MissingIndicator}: 1 where a cell is missing, for all columns or those of the fit. */
final class Indicator implements Transformer {
  private static final String WHO = "MissingIndicator";

  private final int width;
  private final int[] watched;
  private final Missing missing;
  private final boolean strict;

  private Indicator(int width, int[] watched, Missing missing, boolean strict) {
    this.width = width;
    this.watched = watched;
    this.missing = missing;
    this.strict = strict;
  }

  static Indicator of(Attributes state) {
    String features = state.choice("features", "missing-only", "missing-only", "all");
    int width = state.has("_n_features") ? state.whole("_n_features") : state.width();
    if (width < 0) {
      throw state.corrupt("does not say how many columns it takes");
    }
    boolean strict = state.flag("error_on_new", true) && features.equals("missing-only");
    int[] watched = state.indices("features_", state.node("features_"), width);
    return new Indicator(width, watched, Missing.of(state), strict);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return watched.length;
  }

  @Override
  public Matrix transform(Table rows) {
    Rows.atLeastOne(rows, WHO);
    if (rows instanceof Matrix matrix) {
      Rows.check(matrix.values(), missing.cells(), WHO);
    }
    Rows.width(rows, width, WHO);
    for (int c = 0; c < width; c++) {
      missing.check(rows.column(c), WHO);
    }
    if (strict) {
      refuseNew(rows);
    }
    return marks(rows);
  }

  private void refuseNew(Table rows) {
    boolean[] known = new boolean[width];
    for (int column : watched) {
      known[column] = true;
    }
    for (int c = 0; c < width; c++) {
      for (boolean gone : missing.in(rows.column(c))) {
        if (gone && !known[c]) {
          throw Rows.invalid(
              "MISSING_VALUE", "column " + c + " has a missing value and had none in the fit");
        }
      }
    }
  }

  /** The marks, without checks. */
  Matrix marks(Table rows) {
    Matrix to = Matrix.zeros(rows.rows(), watched.length);
    for (int i = 0; i < watched.length; i++) {
      Column column = rows.column(watched[i]);
      boolean[] mask = missing.in(column);
      for (int r = 0; r < mask.length; r++) {
        to.values()[r * watched.length + i] = mask[r] ? 1 : 0;
      }
    }
    return to;
  }
}
