package dev.serin.runtime.sklearn.compose;

import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which columns a part of a column transformer takes: an index or a name, a list of either, a mask,
 * or a slice; negative indices count from the end, a slice of names includes its last.
 */
final class Choice {
  private final Attributes state;
  private final int width;
  private final List<String> names;

  Choice(Attributes state, int width) {
    this.state = state;
    this.width = width;
    this.names = state.featureNames();
    if (!names.isEmpty() && names.size() != width) {
      throw state.corrupt("has " + names.size() + " names for " + width + " columns");
    }
  }

  /** Whether {@code node} names one column as such, not a list that holds one. */
  static boolean single(Node node) {
    return node instanceof Node.Text || node instanceof Node.Int;
  }

  /** The indices of the columns that {@code node} chooses. */
  int[] columns(Node node) {
    return switch (node) {
      case Node.ListNode list -> of(list.items());
      case Node.TupleNode tuple -> of(tuple.items());
      case Node.Array array -> of(array.value());
      case Node.Instance instance when name(instance).equals("slice") -> slice(instance.args());
      case Node.Instance instance when name(instance).equals("_RemainderColsList") ->
          columns(inner(instance));
      case Node.Text(String name) -> new int[] {named(name)};
      case Node.Int _ -> new int[] {index(state.whole("columns", node))};
      default -> throw state.unsupported("a part chooses its columns in an unknown way");
    };
  }

  private static String name(Node.Instance instance) {
    return instance.type().name();
  }

  private Node inner(Node.Instance remainder) {
    return remainder
        .attribute("data")
        .orElseThrow(() -> state.corrupt("has a list of remaining columns without data"));
  }

  private int[] of(NdArray array) {
    if (array.shape().length != 1) {
      throw state.corrupt("chooses columns by an array of several axes");
    }
    return switch (array.dtype().kind()) {
      case 'b' -> mask(IntStream.of(ints(array)).mapToObj(flag -> flag != 0).toList());
      case 'i', 'u' -> IntStream.of(ints(array)).map(this::index).toArray();
      case 'U' -> List.of(array.texts()).stream().mapToInt(this::named).toArray();
      case 'O' -> of(List.of(array.objects()));
      default -> throw state.unsupported("a part chooses its columns by " + array.dtype());
    };
  }

  private static int[] ints(NdArray array) {
    return Arrays.stream(array.longs()).mapToInt(Math::toIntExact).toArray();
  }

  private int[] of(List<Node> items) {
    if (!items.isEmpty() && items.stream().allMatch(Node.Bool.class::isInstance)) {
      return mask(items.stream().map(item -> ((Node.Bool) item).value()).toList());
    }
    return items.stream().mapToInt(this::one).toArray();
  }

  private int one(Node item) {
    return switch (item) {
      case Node.Int _ -> index(state.whole("columns", item));
      case Node.Text(String name) -> named(name);
      default -> throw state.unsupported("a part chooses a column by neither index nor name");
    };
  }

  private int[] mask(List<Boolean> mask) {
    if (mask.size() != width) {
      throw state.corrupt("has a mask of " + mask.size() + " for " + width + " columns");
    }
    return IntStream.range(0, width).filter(mask::get).toArray();
  }

  private int index(int index) {
    int at = index < 0 ? index + width : index;
    if (at < 0 || at >= width) {
      throw state.corrupt("chooses column " + index + " of " + width);
    }
    return at;
  }

  private int named(String name) {
    int at = names.indexOf(name);
    if (at < 0) {
      throw state.corrupt("chooses the column '" + name + "', which it was not fitted on");
    }
    return at;
  }

  private int[] slice(List<Node> ends) {
    if (ends.size() != 3) {
      throw state.corrupt("chooses columns by a slice of " + ends.size() + " parts");
    }
    int step = ends.get(2) instanceof Node.None ? 1 : state.whole("slice", ends.get(2));
    if (step < 1) {
      throw state.unsupported("a part takes its columns backwards");
    }
    int from = end(ends.get(0), 0, 0);
    int to = end(ends.get(1), width, 1);
    return IntStream.range(from, to).filter(at -> (at - from) % step == 0).toArray();
  }

  /** One end of a slice; a name as the last end counts, so {@code beyond} is added. */
  private int end(Node node, int otherwise, int beyond) {
    return switch (node) {
      case Node.None _ -> otherwise;
      case Node.Text(String name) -> named(name) + beyond;
      default -> {
        int at = state.whole("slice", node);
        yield Math.clamp(at < 0 ? at + width : at, 0, width);
      }
    };
  }
}
