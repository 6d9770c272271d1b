package dev.serin.runtime.sklearn;

import dev.serin.base.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Rows of mostly zeros, as text vectorisers give them: the cells of row r lie at {@code starts[r]}
 * to {@code starts[r + 1]} of {@code at} (their columns, ascending) and {@code values}; all others
 * are zero. A stored cell may be zero too. The arrays are shared.
 */
public record Sparse(int rows, int columns, int[] starts, int[] at, double[] values)
    implements Table {
  /** The most cells that are written out densely at once: 64 MiB of numbers. */
  private static final long DENSE_CELLS = 1 << 23;

  public Sparse {
    if (starts.length != rows + 1 || at.length != values.length || starts[rows] > at.length) {
      throw new IllegalArgumentException("the parts of sparse rows do not fit together");
    }
  }

  /** The stored cells of these rows; zeros are left out, NaN stays. */
  public static Sparse of(Matrix matrix) {
    SparseBuilder builder = new SparseBuilder(matrix.columns());
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < matrix.columns(); c++) {
        if (matrix.at(r, c) != 0) {
          builder.add(c, matrix.at(r, c));
        }
      }
      builder.endRow();
    }
    return builder.build();
  }

  static Sparse beside(List<Sparse> parts, int rows, int columns) {
    SparseBuilder builder = new SparseBuilder(columns);
    for (int r = 0; r < rows; r++) {
      int from = 0;
      for (Sparse part : parts) {
        for (int i = part.starts[r]; i < part.starts[r + 1]; i++) {
          builder.add(from + part.at[i], part.values[i]);
        }
        from += part.columns;
      }
      builder.endRow();
    }
    return builder.build();
  }

  /** The same cells with each stored value changed; the function keeps zero at zero. */
  public Sparse map(DoubleUnaryOperator change) {
    return with(Arrays.stream(values).map(change).toArray());
  }

  /** The same cells with these values. */
  public Sparse with(double[] changed) {
    return new Sparse(rows, columns, starts, at, changed);
  }

  /** Each row's sums of products with each row of {@code weights}, in the order of the columns. */
  public Matrix times(Matrix weights) {
    int outputs = weights.rows();
    int width = weights.columns();
    Matrix sums = Matrix.zeros(rows, outputs);
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < outputs; k++) {
        double sum = 0;
        for (int i = starts[r]; i < starts[r + 1]; i++) {
          sum += values[i] * weights.values()[k * width + at[i]];
        }
        sums.values()[r * outputs + k] = sum;
      }
    }
    return sums;
  }

  @Override
  public Column column(int wanted) {
    double[] cells = new double[rows];
    for (int r = 0; r < rows; r++) {
      int found = Arrays.binarySearch(at, starts[r], starts[r + 1], wanted);
      cells[r] = found < 0 ? 0 : values[found];
    }
    return new Column.Numbers(cells);
  }

  @Override
  public Sparse select(int[] wanted) {
    SparseBuilder builder = new SparseBuilder(wanted.length);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < wanted.length; c++) {
        int found = Arrays.binarySearch(at, starts[r], starts[r + 1], wanted[c]);
        if (found >= 0) {
          builder.add(c, values[found]);
        }
      }
      builder.endRow();
    }
    return builder.build();
  }

  /**
   * All cells, also the zeros.
   *
   * @throws dev.serin.base.Problem.Raised with {@code TooLarge} beyond 8 million cells
   */
  @Override
  public Matrix numbers() {
    if ((long) rows * columns > DENSE_CELLS) {
      throw new Problem.Raised(
          new Problem.TooLarge(
              "BATCH_TOO_LARGE",
              "%d rows of %d columns, mostly zeros, are too many to be written out at once"
                  .formatted(rows, columns)));
    }
    Matrix dense = Matrix.zeros(rows, columns);
    for (int r = 0; r < rows; r++) {
      for (int i = starts[r]; i < starts[r + 1]; i++) {
        dense.values()[r * columns + at[i]] = values[i];
      }
    }
    return dense;
  }
}
