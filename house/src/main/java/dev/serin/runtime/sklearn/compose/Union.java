package dev.serin.runtime.sklearn.compose;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code FeatureUnion}: each part takes all columns; outputs lie side by side, each weighted. */
record Union(List<Part> parts, int width) implements Transformer {

  private record Part(Transformer step, double weight) {}

  static Union of(Attributes state, Workshop workshop) {
    List<Node> named = state.items("transformer_list");
    List<Part> parts = new ArrayList<>();
    int width = ANY;
    for (int i = 0; i < named.size(); i++) {
      List<Node> pair = state.items("transformer_list", named.get(i));
      if (pair.size() != 2 || !(pair.get(0) instanceof Node.Text(String name))) {
        throw state.corrupt("has a part that is not a name and a transformer");
      }
      if (dropped(pair.get(1))) {
        continue;
      }
      String place = state.place() + ".transformer_list[" + i + "]";
      Transformer step = Columns.step(state, workshop, pair.get(1), place);
      if (width != ANY && step.width() != ANY && step.width() != width) {
        throw state.corrupt("gives " + width + " columns to " + place + ", not " + step.width());
      }
      width = width == ANY ? step.width() : width;
      parts.add(new Part(step, Columns.weight(state, name)));
    }
    Union union = new Union(List.copyOf(parts), width);
    if (union.sparse()) {
      workshop.checkedSparseWidth(state.place(), union.columns(width));
    } else {
      workshop.checkedWidth(state.place(), union.columns(width));
    }
    return union;
  }

  /** None meant the same as 'drop' before 0.24. */
  private static boolean dropped(Node node) {
    return node instanceof Node.None
        || node instanceof Node.Text(String word) && word.equals("drop");
  }

  private long columns(int inputWidth) {
    return parts.stream().mapToLong(part -> Math.max(0, part.step.outputWidth(inputWidth))).sum();
  }

  @Override
  public int outputWidth(int inputWidth) {
    boolean open = parts.stream().anyMatch(part -> part.step.outputWidth(inputWidth) == ANY);
    return open ? ANY : (int) columns(inputWidth);
  }

  @Override
  public boolean series() {
    return parts.stream().anyMatch(part -> part.step.series());
  }

  @Override
  public boolean sparse() {
    return !parts.isEmpty() && parts.stream().allMatch(part -> part.step.sparse());
  }

  @Override
  public DataType cells() {
    boolean texts = parts.stream().anyMatch(part -> part.step.cells() == DataType.BYTES);
    return texts ? DataType.BYTES : DataType.FP64;
  }

  /** A text column wins over what another part wants of the same column. */
  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    List<DataType> types = new ArrayList<>(Collections.nCopies(Math.max(width, 0), DataType.FP64));
    int from = 0;
    for (Part part : parts) {
      int own = part.step.outputWidth(width);
      boolean known = own >= 0 && from + own <= outputs.size();
      List<DataType> wanted =
          part.step.inputs(known ? outputs.subList(from, from + own) : List.of());
      for (int c = 0; c < wanted.size() && c < types.size(); c++) {
        if (types.get(c) != DataType.BYTES) {
          types.set(c, wanted.get(c));
        }
      }
      from += Math.max(own, 0);
    }
    return types;
  }

  @Override
  public long passes() {
    return 1 + parts.stream().mapToLong(part -> part.step.passes()).sum();
  }

  @Override
  public Table transform(Table rows) {
    Rows.width(rows, width, "FeatureUnion");
    List<Table> outputs = new ArrayList<>(parts.size());
    for (Part part : parts) {
      outputs.add(Columns.weighted(part.step.transform(rows), part.weight));
    }
    return Table.beside(outputs, rows.rows());
  }
}
