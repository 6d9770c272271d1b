package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Sparse;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;

/**
 * {@code Normalizer}: divides each row by its norm. A row whose norm is next to nothing stays as it
 * is: since 1.0 below ten times the distance from 1 to the next double, before that and in sparse
 * rows only at zero.
 */
final class RowNormalizer implements Transformer {
  private final String norm;
  private final int width;
  private final double least;

  private RowNormalizer(String norm, int width, double least) {
    this.norm = norm;
    this.width = width;
    this.least = least;
  }

  static RowNormalizer of(Attributes state) {
    String norm = state.choice("norm", "l2", "l1", "l2", "max");
    double least = state.release().before(1, 0) ? Double.MIN_VALUE : 10 * Math.ulp(1.0);
    return new RowNormalizer(norm, state.width(), least);
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
      return normalized((Sparse) Rows.table(rows, width, Rows.Cells.FINITE, "Normalizer"));
    }
    Matrix from = Rows.numbers(rows, width, Rows.Cells.FINITE, "Normalizer");
    Matrix to = Matrix.zeros(from.rows(), from.columns());
    for (int r = 0; r < from.rows(); r++) {
      double length = length(from.values(), r * from.columns(), (r + 1) * from.columns());
      double over = length < least ? 1 : length;
      for (int i = r * from.columns(); i < (r + 1) * from.columns(); i++) {
        to.values()[i] = from.values()[i] / over;
      }
    }
    return to;
  }

  private Sparse normalized(Sparse rows) {
    double[] values = rows.values().clone();
    for (int r = 0; r < rows.rows(); r++) {
      double length = length(values, rows.starts()[r], rows.starts()[r + 1]);
      for (int i = rows.starts()[r]; i < rows.starts()[r + 1] && length != 0; i++) {
        values[i] /= length;
      }
    }
    return rows.with(values);
  }

  private double length(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      double cell = values[i];
      switch (norm) {
        case "l1" -> sum += Math.abs(cell);
        case "l2" -> sum += cell * cell;
        default -> sum = Math.max(sum, Math.abs(cell));
      }
    }
    return norm.equals("l2") ? Math.sqrt(sum) : sum;
  }
}
