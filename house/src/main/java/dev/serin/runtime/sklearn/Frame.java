package dev.serin.runtime.sklearn;

import dev.serin.tensor.Values;
import java.util.ArrayList;
import java.util.List;

/** Columns of numbers and of texts side by side. */
public record Frame(int rows, List<Column> all) implements Table {
  public Frame {
    all = List.copyOf(all);
  }

  /** These columns as a frame, or as a matrix when all hold numbers. */
  public static Table of(int rows, List<Column> columns) {
    Frame frame = new Frame(rows, columns);
    return frame.numeric() ? frame.numbers() : frame;
  }

  private boolean numeric() {
    return all.stream().allMatch(Column.Numbers.class::isInstance);
  }

  @Override
  public int columns() {
    return all.size();
  }

  @Override
  public Column column(int at) {
    return all.get(at);
  }

  @Override
  public Table select(int[] columns) {
    List<Column> chosen = new ArrayList<>(columns.length);
    for (int column : columns) {
      chosen.add(all.get(column));
    }
    return of(rows, chosen);
  }

  @Override
  public Matrix numbers() {
    Matrix matrix = Matrix.zeros(rows, all.size());
    for (int c = 0; c < all.size(); c++) {
      double[] cells = doubles(all.get(c));
      for (int r = 0; r < rows; r++) {
        matrix.values()[r * all.size() + c] = cells[r];
      }
    }
    return matrix;
  }

  private double[] doubles(Column column) {
    return switch (column) {
      case Column.Numbers(double[] cells) -> cells;
      case Column.Texts(String[] cells) -> {
        double[] numbers = new double[cells.length];
        for (int r = 0; r < cells.length; r++) {
          numbers[r] = missing(cells[r]);
        }
        yield numbers;
      }
    };
  }

  @SuppressWarnings("ReferenceEquality") // a missing cell is known by identity
  private static double missing(String cell) {
    if (cell == Values.Texts.MISSING) {
      return Double.NaN;
    }
    throw Rows.invalid("NOT_A_NUMBER", "could not convert the text '" + cell + "' to a number");
  }
}
