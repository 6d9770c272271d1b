package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the categories of one column are grouped: infrequent ones share the last number. {@code
 * infrequent} is the number of that group, -1 when there is none. A missing category behind the
 * grouped ones keeps its own number.
 */
record Grouping(int[] numbers, int groups, int infrequent) {

  /** The grouping of the column {@code at}, each category by itself before 1.1. */
  static Grouping of(Attributes state, Categories categories, int at) {
    int size = categories.size();
    Grouping plain = new Grouping(IntStream.range(0, size).toArray(), size, -1);
    if (!state.flag("_infrequent_enabled", false)) {
      return plain;
    }
    Node rare = item(state, "_infrequent_indices", at);
    Node mapping = item(state, "_default_to_infrequent_mappings", at);
    if (rare instanceof Node.None || mapping instanceof Node.None) {
      return plain;
    }
    int[] first = state.indices("_infrequent_indices", rare, size);
    int[] mapped = state.indices("_default_to_infrequent_mappings", mapping, size);
    if (first.length == 0) {
      return plain;
    }
    if (mapped.length > size || first[0] >= mapped.length) {
      throw state.corrupt("groups other categories than it has in column " + at);
    }
    int[] numbers = IntStream.range(0, size).toArray();
    System.arraycopy(mapped, 0, numbers, 0, mapped.length);
    int groups = IntStream.of(mapped).max().orElse(-1) + 1;
    return new Grouping(numbers, groups, mapped[first[0]]);
  }

  private static Node item(Attributes state, String attribute, int at) {
    List<Node> items = state.items(attribute);
    if (at >= items.size()) {
      throw state.corrupt("has too few items in " + attribute);
    }
    return items.get(at);
  }
}
