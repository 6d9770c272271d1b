package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * {@code OneHotEncoder} in the mode of old that 0.20 and 0.21 still had: each selected column holds
 * codes from 0, cut to whole numbers; the other columns stay and follow behind.
 */
final class OneHotCodes implements Transformer {
  private static final String WHO = "OneHotEncoder";
  private static final double CODES = 0x1p63; // beyond, NumPy's cast to whole numbers is negative

  private final int width; // ANY where indices select columns: the file does not say
  private final int[] selected; // ascending
  private final long[] starts; // of the codes of each selected column, and their end
  private final int[] active; // the codes that were seen, ascending; empty when all have a place
  private final boolean strict;
  private final int lit;

  private OneHotCodes(
      Attributes state, int width, int[] selected, long[] starts, Workshop workshop) {
    this.width = width;
    this.selected = selected;
    this.starts = starts;
    int codes = workshop.checkedWidth(state.place(), starts[selected.length]);
    boolean seen = state.has("_n_values") && state.node("_n_values") instanceof Node.Text;
    this.active =
        seen
            ? state.indices("_active_features_", state.node("_active_features_"), codes)
            : new int[0];
    for (int i = 1; i < active.length; i++) {
      if (active[i - 1] >= active[i]) {
        throw state.corrupt("has places in _active_features_ that do not ascend");
      }
    }
    this.strict = state.choice("handle_unknown", "error", "error", "ignore").equals("error");
    this.lit = seen ? active.length : codes;
  }

  static OneHotCodes of(Attributes state, Workshop workshop) {
    double[] counts = state.vector("_n_values_");
    long[] starts = new long[counts.length + 1];
    for (int c = 0; c < counts.length; c++) {
      if (!(counts[c] >= 0 && counts[c] <= Integer.MAX_VALUE)) {
        throw state.corrupt("has " + counts[c] + " codes in column " + c);
      }
      starts[c + 1] = starts[c] + (long) counts[c];
    }
    Node chosen = state.node("_categorical_features");
    if (chosen instanceof Node.Text) {
      state.choice("_categorical_features", "all", "all");
      int[] every = IntStream.range(0, counts.length).toArray();
      return new OneHotCodes(state, counts.length, every, starts, workshop);
    }
    boolean mask = chosen instanceof Node.Array array && array.value().dtype().kind() == 'b';
    int[] selected = mask ? marked(state.vector("_categorical_features")) : places(state, chosen);
    if (selected.length != counts.length) {
      throw state.corrupt("selects " + selected.length + " columns, has " + counts.length);
    }
    int width = mask ? state.vector("_categorical_features").length : ANY;
    return new OneHotCodes(state, width, selected, starts, workshop);
  }

  private static int[] marked(double[] mask) {
    return IntStream.range(0, mask.length).filter(c -> mask[c] != 0).toArray();
  }

  private static int[] places(Attributes state, Node chosen) {
    int[] places = state.indices("_categorical_features", chosen, Integer.MAX_VALUE);
    return Arrays.stream(places).sorted().distinct().toArray();
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return inputWidth == ANY ? ANY : lit + inputWidth - selected.length;
  }

  @Override
  public Matrix transform(Table rows) {
    Matrix from = Rows.numbers(rows, width, Rows.Cells.FINITE, WHO);
    if (selected.length > 0 && selected[selected.length - 1] >= from.columns()) {
      throw Rows.invalid("WRONG_WIDTH", "the rows have too few features for " + WHO);
    }
    int[] others = others(from.columns());
    Matrix to = Matrix.zeros(from.rows(), lit + others.length);
    for (int r = 0; r < from.rows(); r++) {
      int at = r * to.columns();
      for (int c = 0; c < selected.length; c++) {
        int place = place(from.at(r, selected[c]), c);
        if (place >= 0) {
          to.values()[at + place] = 1;
        }
      }
      for (int i = 0; i < others.length; i++) {
        to.values()[at + lit + i] = from.at(r, others[i]);
      }
    }
    return to;
  }

  private int[] others(int columns) {
    return IntStream.range(0, columns).filter(c -> Arrays.binarySearch(selected, c) < 0).toArray();
  }

  /** The column that a code lights, negative for none. */
  private int place(double cell, int column) {
    if (cell <= -1 || cell >= CODES) {
      throw Rows.invalid("UNKNOWN_CATEGORY", WHO + " takes no negative code, found " + cell);
    }
    long code = starts[column] + (long) cell;
    if ((long) cell >= starts[column + 1] - starts[column]) {
      if (strict) {
        throw Rows.invalid("UNKNOWN_CATEGORY", WHO + " does not know the code " + (long) cell);
      }
      return -1;
    }
    return lit == starts[selected.length] ? (int) code : Arrays.binarySearch(active, (int) code);
  }
}
