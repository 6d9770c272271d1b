package dev.serin.runtime.sklearn;

import java.util.ArrayList;
import java.util.List;

/**
 * A batch of rows: all numbers ({@link Matrix}), mostly zeros ({@link Sparse}), or columns of
 * numbers and texts ({@link Frame}).
 */
public sealed interface Table permits Matrix, Sparse, Frame {

  /** How many rows. */
  int rows();

  /** How many columns. */
  int columns();

  /** One column; its array may be a copy and is not to be written. */
  Column column(int at);

  /** These columns in this order, possibly none or repeated. */
  Table select(int[] columns);

  /**
   * All cells as numbers.
   *
   * @throws dev.serin.base.Problem.Raised with {@code Invalid} when a cell is a text
   */
  Matrix numbers();

  /** These parts side by side; all have {@code rows} rows. */
  static Table beside(List<Table> parts, int rows) {
    int columns = parts.stream().mapToInt(Table::columns).sum();
    if (parts.stream().allMatch(Matrix.class::isInstance)) {
      return Matrix.beside(parts.stream().map(Matrix.class::cast).toList(), rows, columns);
    }
    if (parts.stream().anyMatch(Sparse.class::isInstance)) {
      return Sparse.beside(parts.stream().map(Table::sparse).toList(), rows, columns);
    }
    List<Column> all = new ArrayList<>(columns);
    for (Table part : parts) {
      for (int c = 0; c < part.columns(); c++) {
        all.add(part.column(c));
      }
    }
    return Frame.of(rows, all);
  }

  private static Sparse sparse(Table part) {
    return part instanceof Sparse sparse ? sparse : Sparse.of(part.numbers());
  }
}
