package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Column;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.tensor.Values;
import java.util.Optional;

/** What counts as a missing cell: NaN or None, or one number, or one text. */
sealed interface Missing {

  /** NaN in numbers, a cell without a value in texts. */
  record Absent() implements Missing {}

  /** This number. */
  record Number(double value) implements Missing {}

  /** This text. */
  record Text(String value) implements Missing {}

  /** The option {@code missing_values}; pandas' NA counts as absent. */
  static Missing of(Attributes state) {
    Optional<Node> node = state.optional("missing_values");
    if (node.isEmpty()) {
      return new Absent();
    }
    return switch (node.get()) {
      case Node.Real(double value) -> Double.isNaN(value) ? new Absent() : new Number(value);
      case Node.Int(long value) -> new Number(value);
      case Node.Text(String value) ->
          state.name().equals("Imputer") && value.equals("NaN") ? new Absent() : new Text(value);
      case Node.Global global when global.module().equals("pandas._libs.missing") -> new Absent();
      case Node.Instance instance when instance.type().module().equals("pandas._libs.missing") ->
          new Absent();
      default -> throw state.unsupported("missing_values is neither a number nor a text");
    };
  }

  /** What numbers are accepted beside the missing ones. */
  default Rows.Cells cells() {
    return this instanceof Absent ? Rows.Cells.NAN : Rows.Cells.FINITE;
  }

  /** Refuses a cell without a value where something else counts as missing. */
  default void check(Column column, String who) {
    Missing absent = new Absent();
    if (this instanceof Absent) {
      return;
    }
    for (boolean gone : absent.in(column)) {
      if (gone) {
        throw Rows.invalid("NOT_FINITE", "the rows for " + who + " hold NaN or a missing value");
      }
    }
  }

  /** Which cells are missing. */
  default boolean[] in(Column column) {
    return switch (column) {
      case Column.Numbers(double[] cells) -> {
        boolean[] mask = new boolean[cells.length];
        for (int r = 0; r < mask.length; r++) {
          mask[r] = is(cells[r]);
        }
        yield mask;
      }
      case Column.Texts(String[] cells) -> {
        boolean[] mask = new boolean[cells.length];
        for (int r = 0; r < mask.length; r++) {
          mask[r] = is(cells[r]);
        }
        yield mask;
      }
    };
  }

  private boolean is(double cell) {
    return switch (this) {
      case Absent _ -> Double.isNaN(cell);
      case Number(double value) -> cell == value;
      case Text _ -> false;
    };
  }

  @SuppressWarnings("ReferenceEquality") // a missing cell is known by identity
  private boolean is(String cell) {
    return switch (this) {
      case Absent _ -> cell == Values.Texts.MISSING;
      case Number _ -> false;
      case Text(String value) -> cell != Values.Texts.MISSING && cell.equals(value);
    };
  }
}
