package dev.serin.runtime.keras.layers;

import dev.serin.graph.Attribute;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.GraphMismatch;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that several layers of Keras need beside those of {@code graph}. */
public record Operators(GraphBuilder graph) {

  public static Operators of(Layer layer) {
    return new Operators(layer.graph());
  }

  /** The sum over these axes. */
  public Value sum(Value x, boolean keep, int... axes) {
    return reduce("ReduceSum", x, keep, axes);
  }

  /** A reduction of this name over these axes. */
  public Value reduce(String operator, Value x, boolean keep, int... axes) {
    List<Long> over = new ArrayList<>();
    for (int axis : axes) {
      over.add((long) x.shape().axis(axis));
    }
    List<Long> sizes = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      boolean gone = over.contains((long) axis);
      if (!gone || keep) {
        sizes.add(gone ? 1 : x.shape().size(axis));
      }
    }
    Attribute kept = new Attribute.Whole("keepdims", keep ? 1 : 0);
    return graph.node(operator, List.of(x, graph.longs(over)), x.type(), new Shape(sizes), kept);
  }

  /** A comparison of this name; both are broadcast. */
  public Value compare(String operator, Value one, Value two) {
    Shape shape = one.shape().broadcast(two.shape());
    return graph.node(operator, List.of(one, two), DataType.BOOL, shape);
  }

  /** {@code And} or {@code Or} of both. */
  public Value logic(String operator, Value one, Value two) {
    return compare(operator, one, two);
  }

  public Value not(Value x) {
    return graph.node("Not", List.of(x), DataType.BOOL, x.shape());
  }

  /** {@code yes} where the test holds, else {@code no}. */
  public Value where(Value test, Value yes, Value no) {
    Shape shape = test.shape().broadcast(yes.shape()).broadcast(no.shape());
    return graph.node("Where", List.of(test, yes, no), yes.type(), shape);
  }

  /** The elements of an axis from {@code start} up to {@code end}, by {@code step}. */
  public Value slice(Value x, int axis, long start, long end, long step, long size) {
    int along = x.shape().axis(axis);
    return graph.node(
        "Slice",
        List.of(x, one(start), one(end), one(along), one(step)),
        x.type(),
        x.shape().with(along, size));
  }

  private Value one(long number) {
    return graph.longs(new long[] {number}, 1);
  }

  /** One element of an axis, which goes. */
  public Value at(Value x, int axis, long place) {
    int along = x.shape().axis(axis);
    long end = place == -1 ? Long.MAX_VALUE : place + 1;
    return new Rearrangement(graph).squeeze(slice(x, along, place, end, 1, 1), along);
  }

  /** The axis cut into parts of these sizes. */
  public List<Value> split(Value x, int axis, List<Long> sizes) {
    int along = x.shape().axis(axis);
    long total = sizes.stream().mapToLong(Long::longValue).sum();
    if (x.shape().known(along) && total != x.shape().size(along)) {
      throw new GraphMismatch(x.shape() + " is not cut into " + sizes);
    }
    List<GraphBuilder.TypedShape> gives =
        sizes.stream()
            .map(size -> new GraphBuilder.TypedShape(x.type(), x.shape().with(along, size)))
            .toList();
    return graph.nodes(
        "Split", List.of(x, graph.longs(sizes)), gives, new Attribute.Whole("axis", along));
  }

  /** The sizes of the axes as whole numbers. */
  public Value sizes(Value x) {
    return graph.node("Shape", List.of(x), DataType.INT64, Shape.of(x.shape().rank()));
  }

  /** The size of one axis, {@code [1]}. */
  public Value size(Value x, int axis) {
    int along = x.shape().axis(axis);
    return slice(sizes(x), 0, along, along + 1L, 1, 1);
  }

  /** The elements broadcast to the sizes that {@code wanted} holds when the graph runs. */
  public Value expand(Value x, Value wanted, Shape shape) {
    return graph.node("Expand", List.of(x, wanted), x.type(), shape);
  }

  /** Zeros with as many rows as {@code like} and then these sizes. */
  public Value zeros(Value like, long... after) {
    List<Value> sizes = List.of(size(like, 0), graph.longs(after, after.length));
    Value wanted = new Rearrangement(graph).concat(sizes, 0);
    Shape shape = Shape.of(like.shape().size(0)).followedBy(Shape.of(after));
    long[] ones = new long[after.length + 1];
    Arrays.fill(ones, 1);
    return expand(graph.floats(new float[1], ones), wanted, shape);
  }

  /** {@code 0, 1, 2 ...} up to the size of this axis, as {@code [size]}. */
  public Value range(Value x, int axis) {
    Value end = new Rearrangement(graph).squeeze(size(x, axis), 0);
    Value zero = graph.longs(new long[] {0});
    Value one = graph.longs(new long[] {1});
    return graph.node(
        "Range", List.of(zero, end, one), DataType.INT64, Shape.of(x.shape().size(axis)));
  }

  /** The running sum along an axis. */
  public Value running(Value x, int axis) {
    Value along = graph.longs(new long[] {x.shape().axis(axis)});
    return graph.node("CumSum", List.of(x, along), x.type(), x.shape());
  }

  /** In the axis order of the front, the channels from the second place to the last. */
  public Value channelsLast(Value x) {
    int rank = x.shape().rank();
    int[] order =
        IntStream.range(0, rank).map(a -> a == 0 ? 0 : a == rank - 1 ? 1 : a + 1).toArray();
    return new Rearrangement(graph).transpose(x, order);
  }

  /** The channels from the last place to the second. */
  public Value channelsSecond(Value x) {
    int rank = x.shape().rank();
    int[] order =
        IntStream.range(0, rank).map(a -> a == 0 ? 0 : a == 1 ? rank - 1 : a - 1).toArray();
    return new Rearrangement(graph).transpose(x, order);
  }

  /** The elements interpolated to these sizes. */
  public Value resize(Value x, Value sizes, Shape shape, Attribute... with) {
    List<Value> takes = List.of(x, Value.ABSENT, Value.ABSENT, sizes);
    return graph.node("Resize", takes, x.type(), shape, with);
  }

  /** Einstein's sum by this equation, with a result of this shape. */
  public Value einsum(String equation, Shape shape, Value... takes) {
    Attribute written = new Attribute.Text("equation", equation);
    return graph.node("Einsum", List.of(takes), takes[0].type(), shape, written);
  }

  /** With axes of size 1 in front until there are so many. */
  public Value widened(Value x, int rank) {
    Value wide = x;
    while (wide.shape().rank() < rank) {
      wide = new Rearrangement(graph).unsqueeze(wide, 0);
    }
    return wide;
  }
}
