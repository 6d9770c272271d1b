package dev.serin.runtime.sklearn;

import dev.serin.base.Problem;

/**
 * The checks that scikit-learn makes on a batch before a step computes: at least one row, the width
 * of the fit, numbers, and no NaN or infinity where the step cannot take them.
 */
public final class Rows {
  private Rows() {}

  /** What cells a step accepts. */
  public enum Cells {
    /** Neither NaN nor infinity. */
    FINITE,
    /** NaN but no infinity. */
    NAN,
    /** Anything. */
    ANY
  }

  /** The rows as checked numbers for the step {@code who} of this width. */
  public static Matrix numbers(Table rows, int width, Cells cells, String who) {
    atLeastOne(rows, who);
    Matrix matrix = rows.numbers();
    check(matrix.values(), cells, who);
    width(rows, width, who);
    return matrix;
  }

  /** As {@link #numbers}, but sparse rows stay sparse. */
  public static Table table(Table rows, int width, Cells cells, String who) {
    if (rows instanceof Sparse sparse) {
      atLeastOne(rows, who);
      check(sparse.values(), cells, who);
      width(rows, width, who);
      return sparse;
    }
    return numbers(rows, width, cells, who);
  }

  /** Refuses a batch without rows. */
  public static void atLeastOne(Table rows, String who) {
    if (rows.rows() == 0) {
      throw invalid("EMPTY_BATCH", "at least one row is required by " + who + ", found none");
    }
  }

  /** Refuses rows of another width than the step was fitted on. */
  public static void width(Table rows, int width, String who) {
    if (width != Estimator.ANY && rows.columns() != width) {
      throw invalid(
          "WRONG_WIDTH",
          "the rows have " + rows.columns() + " features, but " + who + " expects " + width);
    }
  }

  /** Refuses the numbers that {@code cells} does not accept. */
  public static void check(double[] values, Cells cells, String who) {
    if (cells == Cells.ANY) {
      return;
    }
    for (double value : values) {
      if (Double.isInfinite(value)) {
        throw invalid("NOT_FINITE", "the rows for " + who + " hold infinity");
      }
      if (cells == Cells.FINITE && Double.isNaN(value)) {
        throw invalid("NOT_FINITE", "the rows for " + who + " hold NaN or a missing value");
      }
    }
  }

  /** A refusal of the batch. */
  public static Problem.Raised invalid(String code, String message) {
    return new Problem.Raised(new Problem.Invalid(code, "inputs", message));
  }
}
