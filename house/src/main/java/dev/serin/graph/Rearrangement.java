package dev.serin.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operators that move, repeat, cut or join elements and leave their numbers as they are. */
public record Rearrangement(GraphBuilder graph) {
  private static final long COPY = 0;

  /**
   * The elements in another shape. The first axis keeps its size whatever it is; one other size may
   * be {@link Shape#ANY}.
   */
  public Value reshape(Value x, Shape rows) {
    List<Long> sizes = new ArrayList<>(rows.sizes());
    List<Long> asked = new ArrayList<>(sizes);
    asked.set(0, COPY); // and not -1, which an empty batch cannot resolve
    if (Collections.frequency(asked, Shape.ANY) > 1) {
      throw new GraphMismatch(x.shape() + " cannot take the shape " + rows);
    }
    long inner = x.shape().part(1, x.shape().rank()).count();
    long wanted = rows.part(1, rows.rank()).count();
    if (inner != Shape.ANY && wanted != Shape.ANY && inner != wanted) {
      throw new GraphMismatch(x.shape() + " cannot take the shape " + rows);
    }
    return reshape(x, asked, new Shape(sizes).with(0, x.shape().size(0)));
  }

  /**
   * The elements in another shape; in {@code asked} 0 copies the size of that axis and one -1 is
   * worked out from the number of elements.
   */
  public Value reshape(Value x, List<Long> asked, Shape result) {
    return graph.node("Reshape", List.of(x, graph.longs(asked)), x.type(), result);
  }

  /** All axes but the first as one. */
  public Value flatten(Value x) {
    return reshape(x, Shape.of(x.shape().size(0), x.shape().part(1, x.shape().rank()).count()));
  }

  /** The axes in another order. */
  public Value transpose(Value x, int... order) {
    List<Long> sizes = new ArrayList<>();
    List<Long> places = new ArrayList<>();
    for (int axis : order) {
      sizes.add(x.shape().size(axis));
      places.add((long) axis);
    }
    if (order.length != x.shape().rank() || places.stream().distinct().count() != order.length) {
      throw new GraphMismatch("the axes of " + x.shape() + " have no order " + places);
    }
    Attribute perm = new Attribute.Wholes("perm", places);
    return graph.node("Transpose", List.of(x), x.type(), new Shape(sizes), perm);
  }

  /** The values one after the other along an axis. */
  public Value concat(List<Value> values, int axis) {
    Value first = values.getFirst();
    int along = first.shape().axis(axis);
    Shape shape = first.shape();
    for (Value next : values.subList(1, values.size())) {
      shape = joined(shape, next.shape(), along);
    }
    return graph.node("Concat", values, first.type(), shape, new Attribute.Whole("axis", along));
  }

  private static Shape joined(Shape one, Shape two, int along) {
    if (one.rank() != two.rank()) {
      throw new GraphMismatch(one + " and " + two + " cannot stand side by side");
    }
    Shape joined = one;
    for (int axis = 0; axis < one.rank(); axis++) {
      boolean unknown = !one.known(axis) || !two.known(axis);
      if (axis == along) {
        joined = joined.with(axis, unknown ? Shape.ANY : one.size(axis) + two.size(axis));
      } else if (!unknown && one.size(axis) != two.size(axis)) {
        throw new GraphMismatch(one + " and " + two + " cannot stand side by side");
      } else {
        joined = joined.with(axis, Math.max(one.size(axis), two.size(axis)));
      }
    }
    return joined;
  }

  /** Without so many elements at the start and at the end of an axis. */
  public Value crop(Value x, int axis, long start, long end) {
    long size = x.shape().size(axis);
    if (start < 0 || end < 0 || size != Shape.ANY && start + end >= size) {
      throw new GraphMismatch("nothing of " + x.shape() + " is left after cropping");
    }
    Shape shape = size == Shape.ANY ? x.shape() : x.shape().with(axis, size - start - end);
    return slice(x, axis, new long[] {start, end == 0 ? Long.MAX_VALUE : -end, 1}, shape);
  }

  /** So many elements of an axis from this place on, of which there must be as many. */
  public Value slice(Value x, int axis, long from, long count) {
    long end = Math.addExact(from, count);
    return slice(x, axis, new long[] {from, end, 1}, x.shape().with(axis, count));
  }

  /** The elements along an axis, the last one first. */
  public Value reverse(Value x, int axis) {
    return slice(x, axis, new long[] {-1, Long.MIN_VALUE, -1}, x.shape());
  }

  private Value slice(Value x, int axis, long[] startEndStep, Shape shape) {
    Value start = graph.longs(new long[] {startEndStep[0]}, 1);
    Value end = graph.longs(new long[] {startEndStep[1]}, 1);
    Value along = graph.longs(new long[] {x.shape().axis(axis)}, 1);
    Value step = graph.longs(new long[] {startEndStep[2]}, 1);
    return graph.node("Slice", List.of(x, start, end, along, step), x.type(), shape);
  }

  /** With so many zeros before and after the elements of each axis. */
  public Value pad(Value x, List<Long> before, List<Long> after) {
    List<Long> all = new ArrayList<>(before);
    all.addAll(after);
    if (all.size() != 2 * x.shape().rank() || all.stream().anyMatch(count -> count < 0)) {
      throw new GraphMismatch("no padding of " + x.shape() + " by " + all);
    }
    Shape shape = x.shape();
    for (int axis = 0; axis < before.size(); axis++) {
      long more = before.get(axis) + after.get(axis);
      shape = shape.known(axis) ? shape.with(axis, shape.size(axis) + more) : shape;
    }
    return graph.node("Pad", List.of(x, graph.longs(all)), x.type(), shape);
  }

  /** With one more axis of size 1 at this place. */
  public Value unsqueeze(Value x, int axis) {
    Value axes = graph.longs(new long[] {axis}, 1);
    return graph.node("Unsqueeze", List.of(x, axes), x.type(), x.shape().inserted(axis, 1));
  }

  /** Without an axis of size 1. */
  public Value squeeze(Value x, int axis) {
    int place = x.shape().axis(axis);
    Shape shape = x.shape().part(0, place).followedBy(x.shape().part(place + 1, x.shape().rank()));
    Value axes = graph.longs(new long[] {place}, 1);
    return graph.node("Squeeze", List.of(x, axes), x.type(), shape);
  }

  /** The elements of an axis of size 1, so many times. */
  public Value repeat(Value x, int axis, long times) {
    int place = x.shape().axis(axis);
    List<Long> sizes = new ArrayList<>(Collections.nCopies(x.shape().rank(), 1L));
    sizes.set(place, times);
    Shape shape = x.shape().with(place, times);
    return graph.node("Expand", List.of(x, graph.longs(sizes)), x.type(), shape);
  }

  /** Every element so many times along each axis: the nearest neighbour of an enlarged picture. */
  public Value enlarge(Value x, List<Long> times) {
    Shape shape = x.shape();
    float[] scales = new float[times.size()];
    for (int axis = 0; axis < scales.length; axis++) {
      scales[axis] = times.get(axis);
      shape = shape.known(axis) ? shape.with(axis, shape.size(axis) * times.get(axis)) : shape;
    }
    List<Value> takes = List.of(x, Value.ABSENT, graph.floats(scales, scales.length));
    return graph.node(
        "Resize",
        takes,
        x.type(),
        shape,
        new Attribute.Text("mode", "nearest"),
        new Attribute.Text("coordinate_transformation_mode", "asymmetric"),
        new Attribute.Text("nearest_mode", "floor"));
  }

  /** The rows of a table at these places. */
  public Value rows(Value table, Value places) {
    Shape shape = places.shape().followedBy(table.shape().part(1, table.shape().rank()));
    return graph.node("Gather", List.of(table, places), table.type(), shape);
  }
}
