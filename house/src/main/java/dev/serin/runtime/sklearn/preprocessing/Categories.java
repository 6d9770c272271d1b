package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Column;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Values;
import java.util.HashMap;
import java.util.Map;

/**
 * The categories of one column in the order of the fit: texts or numbers, possibly with a missing
 * one (NaN or None). Numbers are compared by value, whatever their type.
 */
final class Categories {
  /** The index of a cell that is none of the categories. */
  static final int UNKNOWN = -1;

  private final Map<String, Integer> texts = new HashMap<>();
  private final Map<Double, Integer> numbers = new HashMap<>();
  private final int size;
  private final DataType type;
  private int missing = UNKNOWN;

  private Categories(Attributes state, NdArray array) {
    this.size = array.size();
    if (array.dtype().object()) {
      Node[] nodes = array.objects();
      for (int i = 0; i < nodes.length; i++) {
        add(state, nodes[i], i);
      }
    } else if (array.dtype().kind() == 'U') {
      String[] values = array.texts();
      for (int i = 0; i < values.length; i++) {
        texts.put(values[i], i);
      }
    } else {
      double[] values = array.doubles();
      for (int i = 0; i < values.length; i++) {
        add(values[i], i);
      }
    }
    if (!texts.isEmpty() && !numbers.isEmpty()) {
      throw state.unsupported("categories_ mixes texts and numbers in one column");
    }
    this.type = type(array);
  }

  static Categories of(Attributes state, Node node) {
    NdArray array = state.array("categories_", node);
    if (array.shape().length != 1) {
      throw state.corrupt("has categories that do not lie along one axis");
    }
    return new Categories(state, array);
  }

  private DataType type(NdArray array) {
    if (!texts.isEmpty()) {
      return DataType.BYTES;
    }
    return switch (array.dtype().kind()) {
      case 'b' -> DataType.BOOL;
      case 'i', 'u' -> DataType.INT64;
      case 'O' -> numbers.isEmpty() ? DataType.BYTES : DataType.FP64;
      default -> DataType.FP64;
    };
  }

  private void add(Attributes state, Node node, int at) {
    switch (node) {
      case Node.Text(String text) -> texts.put(text, at);
      case Node.Real(double number) -> add(number, at);
      case Node.Int(long number) -> add(number, at);
      case Node.Bool(boolean value) -> add(value ? 1.0 : 0.0, at);
      case Node.None _ -> missing = missing == UNKNOWN ? at : missing;
      default -> throw state.unsupported("categories_ holds neither texts nor numbers");
    }
  }

  private void add(double number, int at) {
    if (Double.isNaN(number)) {
      missing = at;
    } else {
      numbers.put(number + 0.0, at); // -0.0 and 0.0 are one category
    }
  }

  int size() {
    return size;
  }

  /** The datatype that a column of these categories has. */
  DataType type() {
    return type;
  }

  /** The index of each cell's category, or {@link #UNKNOWN}. */
  int[] indices(Column column, String who) {
    return switch (column) {
      case Column.Texts(String[] cells) -> ofTexts(cells);
      case Column.Numbers(double[] cells) -> ofNumbers(cells, who);
    };
  }

  @SuppressWarnings("ReferenceEquality") // a missing cell is known by identity
  private int[] ofTexts(String[] cells) {
    int[] indices = new int[cells.length];
    for (int r = 0; r < cells.length; r++) {
      indices[r] =
          cells[r] == Values.Texts.MISSING ? missing : texts.getOrDefault(cells[r], UNKNOWN);
    }
    return indices;
  }

  private int[] ofNumbers(double[] cells, String who) {
    Rows.check(cells, Rows.Cells.NAN, who);
    int[] indices = new int[cells.length];
    for (int r = 0; r < cells.length; r++) {
      indices[r] = Double.isNaN(cells[r]) ? missing : numbers.getOrDefault(cells[r] + 0.0, UNKNOWN);
    }
    return indices;
  }

  /** Refuses the first cell of this row as unknown. */
  static RuntimeException unknown(Column column, int row, int at, String who) {
    String cell =
        switch (column) {
          case Column.Texts(String[] cells) -> "'" + cells[row] + "'";
          case Column.Numbers(double[] cells) -> Double.toString(cells[row]);
        };
    return Rows.invalid(
        "UNKNOWN_CATEGORY", "the category " + cell + " in column " + at + " is unknown to " + who);
  }
}
