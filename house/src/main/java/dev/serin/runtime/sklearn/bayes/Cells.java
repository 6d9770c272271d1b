package dev.serin.runtime.sklearn.bayes;

import dev.serin.kernel.likelihood.Tabled;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;

/** How the cells of a row become what a likelihood counts. */
@FunctionalInterface
interface Cells {
  /** The checked cells [rows, width]. */
  double[] of(Table rows, int width);

  /** The finite numbers themselves. */
  static Cells plain(Attributes state) {
    String name = state.name();
    return (rows, width) -> Rows.numbers(rows, width, Rows.Cells.FINITE, name).values();
  }

  /** Numbers of categories, cut to whole ones; below zero or beyond the table is refused. */
  static Cells categories(Attributes state, Tabled tables) {
    String name = state.name();
    return (rows, width) -> {
      Matrix matrix = Rows.numbers(rows, width, Rows.Cells.FINITE, name);
      for (int i = 0; i < matrix.values().length; i++) {
        double cell = matrix.values()[i];
        int column = i % width;
        if (cell <= -1) {
          throw Rows.invalid("NEGATIVE", "the rows for " + name + " hold a number below zero");
        }
        if (cell >= tables.categories(column)) {
          throw Rows.invalid(
              "UNKNOWN_CATEGORY",
              "the category "
                  + cell
                  + " of column "
                  + column
                  + " is none of the "
                  + tables.categories(column)
                  + " that "
                  + name
                  + " was fitted on");
        }
      }
      return matrix.values();
    };
  }
}
