package dev.serin.runtime.sklearn;

import java.util.Arrays;

/**
 * Puts {@link Sparse} rows together, one cell after the other. Cells of a row may come in any order
 * and repeat: those of one column are added up when the row ends. For one thread.
 */
public final class SparseBuilder {
  private final int columns;
  private int[] starts = new int[16];
  private int[] at = new int[64];
  private double[] values = new double[64];
  private int rows;
  private int size;

  /** For rows of this many columns. */
  public SparseBuilder(int columns) {
    this.columns = columns;
  }

  /** Adds to the cell in this column of the current row. */
  public void add(int column, double value) {
    if (size == at.length) {
      at = Arrays.copyOf(at, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    at[size] = column;
    values[size] = value;
    size++;
  }

  /** Ends the current row. */
  public void endRow() {
    if (!ascending()) {
      merge();
    }
    rows++;
    if (rows == starts.length) {
      starts = Arrays.copyOf(starts, 2 * rows);
    }
    starts[rows] = size;
  }

  private boolean ascending() {
    for (int i = starts[rows] + 1; i < size; i++) {
      if (at[i - 1] >= at[i]) {
        return false;
      }
    }
    return true;
  }

  private void merge() {
    int from = starts[rows];
    long[] keys = new long[size - from]; // column, then place: a stable order
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) at[from + i] << 32 | i;
    }
    Arrays.sort(keys);
    double[] given = Arrays.copyOfRange(values, from, size);
    size = from;
    for (long key : keys) {
      int column = (int) (key >>> 32);
      double value = given[(int) key];
      if (size > from && at[size - 1] == column) {
        values[size - 1] += value;
      } else {
        at[size] = column;
        values[size] = value;
        size++;
      }
    }
  }

  /** The rows that were ended. */
  public Sparse build() {
    return new Sparse(
        rows,
        columns,
        Arrays.copyOf(starts, rows + 1),
        Arrays.copyOf(at, size),
        Arrays.copyOf(values, size));
  }
}
