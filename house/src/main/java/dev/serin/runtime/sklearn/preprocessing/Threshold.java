package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Sparse;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;

/** {@code Binarizer}: 1 above the threshold, else 0. */
final class Threshold implements Transformer {
  private final double threshold;
  private final int width;

  private Threshold(double threshold, int width) {
    this.threshold = threshold;
    this.width = width;
  }

  static Threshold of(Attributes state) {
    return new Threshold(state.real("threshold", 0), state.width());
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return inputWidth;
  }

  @Override
  public Table transform(Table rows) {
    if (rows instanceof Sparse) {
      Sparse sparse = (Sparse) Rows.table(rows, width, Rows.Cells.FINITE, "Binarizer");
      if (threshold < 0) {
        throw Rows.invalid("OUT_OF_DOMAIN", "a threshold below 0 does not take sparse rows");
      }
      return sparse.map(value -> value > threshold ? 1 : 0);
    }
    Matrix from = Rows.numbers(rows, width, Rows.Cells.FINITE, "Binarizer");
    Matrix to = Matrix.zeros(from.rows(), from.columns());
    for (int i = 0; i < from.values().length; i++) {
      to.values()[i] = from.values()[i] > threshold ? 1 : 0;
    }
    return to;
  }
}
