package dev.serin.runtime.sklearn.text;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Sparse;
import java.util.Arrays;

/** The norm by which each row is divided. */
enum Norm {
  NONE {
    @Override
    double length(double sum) {
      return 1;
    }

    @Override
    double part(double value) {
      return 0;
    }
  },
  L1 {
    @Override
    double length(double sum) {
      return sum;
    }

    @Override
    double part(double value) {
      return Math.abs(value);
    }
  },
  L2 {
    @Override
    double length(double sum) {
      return Math.sqrt(sum);
    }

    @Override
    double part(double value) {
      return value * value;
    }
  };

  abstract double length(double sum);

  abstract double part(double value);

  /** The norm in {@code norm}, which None switches off; this one when the file does not say. */
  static Norm of(Attributes state, String otherwise) {
    if (state.none("norm")) {
      return NONE;
    }
    return state.choice("norm", otherwise, "l1", "l2").equals("l1") ? L1 : L2;
  }

  /** The rows, which must be finite then, each divided by its norm unless that is 0. */
  Sparse divided(Sparse rows) {
    if (this == NONE) {
      return rows;
    }
    Rows.check(rows.values(), Rows.Cells.FINITE, "the norm");
    double[] values = Arrays.copyOf(rows.values(), rows.values().length);
    for (int r = 0; r < rows.rows(); r++) {
      double sum = 0;
      for (int i = rows.starts()[r]; i < rows.starts()[r + 1]; i++) {
        sum += part(values[i]);
      }
      double length = length(sum);
      for (int i = rows.starts()[r]; i < rows.starts()[r + 1] && sum != 0; i++) {
        values[i] /= length;
      }
    }
    return rows.with(values);
  }
}
