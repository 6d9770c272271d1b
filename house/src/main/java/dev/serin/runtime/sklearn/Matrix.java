package dev.serin.runtime.sklearn;

import dev.serin.base.Problem;
import java.util.List;

/** Numbers in rows and columns, row-major; a missing cell is NaN. The array is shared. */
public record Matrix(int rows, int columns, double[] values) implements Table {
  private static final int LARGEST = Integer.MAX_VALUE - 16;

  public Matrix {
    if (rows < 0 || columns < 0 || (long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          values.length + " numbers are no " + rows + " × " + columns + " matrix");
    }
  }

  /** A matrix of zeros. */
  public static Matrix zeros(int rows, int columns) {
    long cells = (long) rows * columns;
    if (cells > LARGEST) {
      throw new Problem.Raised(
          new Problem.TooLarge(
              "BATCH_TOO_LARGE", rows + " rows of " + columns + " columns are too many at once"));
    }
    return new Matrix(rows, columns, new double[(int) cells]);
  }

  static Matrix beside(List<Matrix> parts, int rows, int columns) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    Matrix all = zeros(rows, columns);
    int from = 0;
    for (Matrix part : parts) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(
            part.values, r * part.columns, all.values, r * columns + from, part.columns);
      }
      from += part.columns;
    }
    return all;
  }

  /** The cell in this row and column. */
  public double at(int row, int column) {
    return values[row * columns + column];
  }

  /** The column of the first largest cell in this row; NaN counts as largest, as in NumPy. */
  public int largest(int row) {
    int best = 0;
    for (int c = 1; c < columns; c++) {
      double cell = at(row, c);
      double found = at(row, best);
      if (cell > found || Double.isNaN(cell) && !Double.isNaN(found)) {
        best = c;
      }
    }
    return best;
  }

  /** One column as an array of its own. */
  public double[] copy(int column) {
    double[] cells = new double[rows];
    for (int r = 0; r < rows; r++) {
      cells[r] = values[r * columns + column];
    }
    return cells;
  }

  @Override
  public Column column(int at) {
    return new Column.Numbers(copy(at));
  }

  @Override
  public Matrix select(int[] wanted) {
    Matrix chosen = zeros(rows, wanted.length);
    int to = 0;
    for (int r = 0; r < rows; r++) {
      for (int column : wanted) {
        chosen.values[to++] = values[r * columns + column];
      }
    }
    return chosen;
  }

  @Override
  public Matrix numbers() {
    return this;
  }
}
