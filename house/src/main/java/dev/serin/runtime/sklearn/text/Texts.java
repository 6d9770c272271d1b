package dev.serin.runtime.sklearn.text;

import dev.serin.runtime.sklearn.Column;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.tensor.Values;

/** The one column of texts that a vectoriser takes. */
final class Texts {
  private Texts() {}

  /** The texts, none missing. */
  @SuppressWarnings("ReferenceEquality") // a missing cell is known by identity
  static String[] of(Table rows, String who) {
    Rows.width(rows, 1, who);
    if (rows.rows() == 0) {
      return new String[0];
    }
    return switch (rows.column(0)) {
      case Column.Texts(String[] cells) -> {
        for (String cell : cells) {
          if (cell == Values.Texts.MISSING) {
            throw Rows.invalid("MISSING_TEXT", "a text for " + who + " is missing");
          }
        }
        yield cells;
      }
      case Column.Numbers _ ->
          throw Rows.invalid("NOT_A_TEXT", who + " takes texts, the column holds numbers");
    };
  }
}
