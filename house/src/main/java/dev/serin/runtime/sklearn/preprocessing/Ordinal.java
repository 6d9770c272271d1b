package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Column;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code OrdinalEncoder}: the number of each cell's category. Infrequent categories share a number;
 * missing and unknown cells have values of their own where that was asked for.
 */
final class Ordinal implements Transformer {
  private static final String WHO = "OrdinalEncoder";

  private final List<Scale> scales;
  private final boolean strict;
  private final double unknown;

  private record Scale(Categories categories, double[] numbers) {}

  private Ordinal(List<Scale> scales, boolean strict, double unknown) {
    this.scales = scales;
    this.strict = strict;
    this.unknown = unknown;
  }

  static Ordinal of(Attributes state) {
    String unknown = state.choice("handle_unknown", "error", "error", "use_encoded_value");
    boolean strict = unknown.equals("error");
    List<Node> columns = state.items("categories_");
    state.width(columns.size());
    List<Scale> scales = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      Categories categories = Categories.of(state, columns.get(c));
      int[] groups = Grouping.of(state, categories, c).numbers();
      double[] numbers = new double[groups.length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = groups[i];
      }
      scales.add(new Scale(categories, numbers));
    }
    markMissing(state, scales);
    return new Ordinal(List.copyOf(scales), strict, strict ? 0 : state.real("unknown_value"));
  }

  /** The missing categories, by column in {@code _missing_indices}, have a value of their own. */
  private static void markMissing(Attributes state, List<Scale> scales) {
    if (!state.has("_missing_indices")) {
      return;
    }
    if (!(state.node("_missing_indices") instanceof Node.DictNode found)) {
      throw state.corrupt("has no dict in _missing_indices");
    }
    double encoded = state.real("encoded_missing_value", Double.NaN);
    for (Node.Entry entry : found.entries()) {
      int column = state.whole("_missing_indices", entry.key());
      int at = state.whole("_missing_indices", entry.value());
      if (column < 0
          || column >= scales.size()
          || at < 0
          || at >= scales.get(column).numbers.length) {
        throw state.corrupt("names a category in _missing_indices that it does not have");
      }
      scales.get(column).numbers[at] = encoded;
    }
  }

  /** The datatypes of the columns; whole numbers and truth only where nothing else is accepted. */
  static List<DataType> types(List<Categories> columns, boolean strict) {
    return columns.stream()
        .map(Categories::type)
        .map(type -> strict || type == DataType.BYTES ? type : DataType.FP64)
        .toList();
  }

  @Override
  public int width() {
    return scales.size();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return scales.size();
  }

  @Override
  public List<DataType> inputs(List<DataType> outputTypes) {
    return types(scales.stream().map(Scale::categories).toList(), strict);
  }

  @Override
  public Matrix transform(Table rows) {
    Rows.atLeastOne(rows, WHO);
    Rows.width(rows, width(), WHO);
    int width = scales.size();
    Matrix to = Matrix.zeros(rows.rows(), width);
    for (int c = 0; c < width; c++) {
      Column column = rows.column(c);
      int[] indices = scales.get(c).categories.indices(column, WHO);
      for (int r = 0; r < indices.length; r++) {
        if (indices[r] == Categories.UNKNOWN && strict) {
          throw Categories.unknown(column, r, c, WHO);
        }
        to.values()[r * width + c] =
            indices[r] == Categories.UNKNOWN ? unknown : scales.get(c).numbers[indices[r]];
      }
    }
    return to;
  }
}
