package dev.serin.runtime.sklearn.compose;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Sparse;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * {@code ColumnTransformer}: each part takes its columns, and the outputs lie side by side in the
 * order of the parts, each times its weight. Dropped parts and parts without columns are left out.
 * Stacking sparse outputs gives the same values as stacking dense ones.
 */
final class Columns implements Transformer {
  private final int width;
  private final List<Part> parts;
  private final int outputs;

  private record Part(Transformer step, int[] columns, double weight) {
    int outputs() {
      return step.outputWidth(columns.length);
    }
  }

  private Columns(int width, List<Part> parts, int outputs) {
    this.width = width;
    this.parts = List.copyOf(parts);
    this.outputs = outputs;
  }

  static Columns of(Attributes state, Workshop workshop) {
    int width = width(state);
    Choice choice = new Choice(state, width);
    List<Part> parts = new ArrayList<>();
    List<Node> each = state.items("transformers_");
    long outputs = 0;
    long dense = 0;
    for (int i = 0; i < each.size(); i++) {
      List<Node> part = state.items("transformers_", each.get(i));
      if (part.size() != 3 || !(part.get(0) instanceof Node.Text(String name))) {
        throw state.corrupt("has a part that is not a name, a transformer and columns");
      }
      if (part.get(1) instanceof Node.Text(String word) && word.equals("drop")
          || part.get(2) instanceof Node.None) {
        continue;
      }
      int[] columns = choice.columns(part.get(2));
      if (columns.length > 0) {
        String place = state.place() + ".transformers_[" + i + "]";
        Transformer step = step(state, workshop, part.get(1), place);
        checkWidth(state, step, columns.length, place);
        checkSeries(state, step, Choice.single(part.get(2)), place);
        Part built = new Part(step, columns, weight(state, name));
        outputs += built.outputs();
        dense += columns.length + (step.sparse() ? 0 : built.outputs());
        workshop.checkedWidth(state.place(), dense);
        workshop.checkedSparseWidth(state.place(), outputs);
        parts.add(built);
      }
    }
    return new Columns(width, parts, (int) outputs);
  }

  private static void checkWidth(Attributes state, Transformer step, int given, String place) {
    if (step.width() != ANY && step.width() != given) {
      throw state.corrupt("gives " + given + " columns to " + place + ", not " + step.width());
    }
  }

  /** One column by its name or number is a series of cells; in a list it is a table. */
  private static void checkSeries(Attributes state, Transformer step, boolean one, String place) {
    if (one != step.series()) {
      throw state.unsupported(
          place + (one ? " takes one column as such" : " takes no table of columns"));
    }
  }

  /** Before 0.24 the width was kept in an attribute of its own. */
  private static int width(Attributes state) {
    int width = state.has("_n_features") ? state.whole("_n_features") : state.width();
    if (width < 0) {
      throw state.corrupt("does not say how many columns it takes");
    }
    return width;
  }

  static Transformer step(Attributes state, Workshop workshop, Node node, String place) {
    if (Unchanged.means(node)) {
      return Unchanged.anyWidth();
    }
    Estimator step = workshop.build(node, place);
    if (step instanceof Transformer transformer && step.forms().containsKey(Method.TRANSFORM)) {
      return transformer;
    }
    throw state.unsupported(place + " does not transform");
  }

  static double weight(Attributes state, String name) {
    if (!state.has("transformer_weights")) {
      return 1;
    }
    if (!(state.node("transformer_weights") instanceof Node.DictNode weights)) {
      throw state.corrupt("has no dict in transformer_weights");
    }
    return weights
        .value(name)
        .filter(node -> !(node instanceof Node.None))
        .map(node -> state.real("transformer_weights", node))
        .orElse(1.0);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return outputs;
  }

  @Override
  public boolean sparse() {
    return parts.stream().anyMatch(part -> part.step.sparse());
  }

  @Override
  public DataType cells() {
    boolean texts = parts.stream().anyMatch(part -> part.step.cells() == DataType.BYTES);
    return texts ? DataType.BYTES : DataType.FP64;
  }

  /** A text column wins over what another part wants of the same column. */
  @Override
  public List<DataType> inputs(List<DataType> outputTypes) {
    DataType[] types = new DataType[width];
    Arrays.fill(types, DataType.FP64);
    int from = 0;
    for (Part part : parts) {
      List<DataType> behind =
          outputTypes.size() == outputs
              ? outputTypes.subList(from, from + part.outputs())
              : Collections.nCopies(part.outputs(), DataType.FP64);
      List<DataType> wanted = part.step.inputs(behind);
      for (int i = 0; i < part.columns.length && i < wanted.size(); i++) {
        DataType known = types[part.columns[i]];
        types[part.columns[i]] = known == DataType.FP64 ? wanted.get(i) : merged(known, wanted, i);
      }
      from += part.outputs();
    }
    return List.of(types);
  }

  private static DataType merged(DataType known, List<DataType> wanted, int at) {
    return wanted.get(at) == DataType.BYTES ? DataType.BYTES : known;
  }

  @Override
  public long passes() {
    return 1 + parts.stream().mapToLong(part -> part.step.passes()).sum();
  }

  @Override
  public Table transform(Table rows) {
    Rows.width(rows, width, "ColumnTransformer");
    List<Table> outputs = new ArrayList<>(parts.size());
    for (Part part : parts) {
      outputs.add(weighted(part.step.transform(rows.select(part.columns)), part.weight));
    }
    return Table.beside(outputs, rows.rows());
  }

  static Table weighted(Table table, double weight) {
    if (weight == 1) {
      return table;
    }
    if (table instanceof Sparse sparse) {
      return sparse.map(value -> value * weight);
    }
    Matrix from = table.numbers();
    Matrix to = Matrix.zeros(from.rows(), from.columns());
    for (int i = 0; i < from.values().length; i++) {
      to.values()[i] = from.values()[i] * weight;
    }
    return to;
  }
}
