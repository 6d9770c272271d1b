package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Column;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code OneHotEncoder}: one block of columns for each input column. Which column a category lights
 * was worked out at load: infrequent ones share one, a dropped one lights none, an unknown one none
 * or that of the infrequent, or is refused.
 */
final class OneHot implements Transformer {
  private static final String WHO = "OneHotEncoder";
  private static final int NOTHING = -1;

  private final List<Block> blocks;
  private final boolean strict;
  private final int outputs;

  /** {@code lights} by category, {@code unknown} for all others; a block is {@code width} wide. */
  private record Block(Categories categories, int[] lights, int unknown, int width) {}

  private OneHot(List<Block> blocks, boolean strict, int outputs) {
    this.blocks = blocks;
    this.strict = strict;
    this.outputs = outputs;
  }

  static OneHot of(Attributes state, Workshop workshop) {
    String unknown =
        state.choice("handle_unknown", "error", "error", "ignore", "infrequent_if_exist", "warn");
    boolean grouped = unknown.equals("infrequent_if_exist") || unknown.equals("warn");
    List<Node> columns = state.items("categories_");
    state.width(columns.size());
    List<Block> blocks = new ArrayList<>();
    long outputs = 0;
    for (int c = 0; c < columns.size(); c++) {
      Block block = block(state, Categories.of(state, columns.get(c)), c, grouped);
      blocks.add(block);
      outputs += block.width;
    }
    int width = workshop.checkedWidth(state.place(), outputs);
    return new OneHot(List.copyOf(blocks), unknown.equals("error"), width);
  }

  private static Block block(
      Attributes state, Categories categories, int at, boolean unknownIsInfrequent) {
    Grouping grouping = Grouping.of(state, categories, at);
    int dropped = dropped(state, at, grouping.groups());
    int[] lights = new int[categories.size()];
    for (int i = 0; i < lights.length; i++) {
      lights[i] = light(grouping.numbers()[i], dropped);
      if (lights[i] >= grouping.groups()) {
        throw state.corrupt("groups other categories than it has in column " + at);
      }
    }
    int unknown =
        unknownIsInfrequent && grouping.infrequent() >= 0
            ? light(grouping.infrequent(), dropped)
            : NOTHING;
    int width = grouping.groups() - (dropped >= 0 ? 1 : 0);
    return new Block(categories, lights, unknown, width);
  }

  private static int light(int group, int dropped) {
    if (group == dropped) {
      return NOTHING;
    }
    return dropped >= 0 && group > dropped ? group - 1 : group;
  }

  /** The group that is dropped, -1 for none. */
  private static int dropped(Attributes state, int at, int groups) {
    String attribute = state.either("_drop_idx_after_grouping", "drop_idx_");
    if (!state.has(attribute)) {
      return -1;
    }
    Node node = state.node(attribute);
    boolean objects = !(node instanceof Node.Array array) || array.value().dtype().object();
    List<Node> each =
        objects
            ? state.items(attribute, node)
            : Arrays.stream(state.array(attribute).longs())
                .mapToObj(value -> (Node) new Node.Int(value))
                .toList();
    if (at >= each.size()) {
      throw state.corrupt("has too few items in " + attribute);
    }
    if (each.get(at) instanceof Node.None) {
      return -1;
    }
    int dropped = state.whole(attribute, each.get(at));
    if (dropped < 0 || dropped >= groups) {
      throw state.corrupt("drops category " + dropped + " of " + groups);
    }
    return dropped;
  }

  @Override
  public int width() {
    return blocks.size();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return outputs;
  }

  @Override
  public List<DataType> inputs(List<DataType> outputTypes) {
    return Ordinal.types(blocks.stream().map(Block::categories).toList(), strict);
  }

  @Override
  public Matrix transform(Table rows) {
    Rows.atLeastOne(rows, WHO);
    Rows.width(rows, width(), WHO);
    Matrix to = Matrix.zeros(rows.rows(), outputs);
    int from = 0;
    for (int c = 0; c < blocks.size(); c++) {
      light(rows.column(c), c, to, from);
      from += blocks.get(c).width;
    }
    return to;
  }

  private void light(Column column, int at, Matrix to, int from) {
    Block block = blocks.get(at);
    int[] indices = block.categories.indices(column, WHO);
    for (int r = 0; r < indices.length; r++) {
      if (indices[r] == Categories.UNKNOWN && strict) {
        throw Categories.unknown(column, r, at, WHO);
      }
      int light = indices[r] == Categories.UNKNOWN ? block.unknown : block.lights[indices[r]];
      if (light != NOTHING) {
        to.values()[r * outputs + from + light] = 1;
      }
    }
  }
}
