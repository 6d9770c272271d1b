package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.ElementCode;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.Limits;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A graph that is being drawn, with the exact sizes of every value: also those that are open are
 * kept as a {@link Dim}, so that equal sizes are known to be equal.
 */
final class Draft {
  /** A size that nothing is known of until the graph runs. */
  static final Dim OPEN = Dim.of(new Dim.Atom.Axis(-1, -1));

  private static final int LARGEST = Integer.MAX_VALUE;

  private final GraphBuilder graph;
  private final Limits limits;
  private final Map<Integer, List<Dim>> sizes = new HashMap<>();
  private final Map<Integer, Value> sources = new HashMap<>();
  private final Map<Dim, Value> lengths = new HashMap<>();
  private final Map<Integer, Dim> numbers = new HashMap<>();

  /** What one output of a node will be. */
  record Gives(DataType type, List<Dim> sizes) {}

  Draft(GraphBuilder graph, Limits limits) {
    this.graph = graph;
    this.limits = limits;
  }

  GraphBuilder graph() {
    return graph;
  }

  /** The sizes of a value; an open one that nothing is known of stands for itself. */
  List<Dim> sizes(Value value) {
    List<Dim> known = sizes.get(value.id());
    if (known != null) {
      return known;
    }
    List<Dim> found = new ArrayList<>();
    for (int axis = 0; axis < value.shape().rank(); axis++) {
      found.add(
          value.shape().known(axis)
              ? Dim.of(value.shape().size(axis))
              : Dim.of(new Dim.Atom.Axis(value.id(), axis)));
    }
    sources.put(value.id(), value);
    sizes.put(value.id(), List.copyOf(found));
    return sizes.get(value.id());
  }

  Dim size(Value value, int axis) {
    return sizes(value).get(value.shape().axis(axis));
  }

  /** Says that some sizes of a value, an input, equal others. */
  void declare(Value value, List<Optional<Dim>> declared) {
    List<Dim> all = new ArrayList<>(sizes(value));
    for (int axis = 0; axis < all.size(); axis++) {
      all.set(axis, declared.get(axis).orElse(all.get(axis)));
    }
    sizes.put(value.id(), List.copyOf(all));
  }

  /** Adds a node with one output. */
  Value node(
      String operator, List<Value> takes, DataType type, List<Dim> gives, Attribute... with) {
    return nodes(operator, takes, List.of(new Gives(type, gives)), with).getFirst();
  }

  /** Adds a node that keeps type and sizes. */
  Value map(String operator, Value x, Attribute... with) {
    return node(operator, List.of(x), x.type(), sizes(x), with);
  }

  /** Adds a node with several outputs. */
  List<Value> nodes(String operator, List<Value> takes, List<Gives> gives, Attribute... with) {
    if (graph.size() >= limits.graphNodes()) {
      throw Refusal.limit(operator, "the number of nodes", graph.size() + 1L, limits.graphNodes());
    }
    gives.forEach(each -> check(operator, each));
    List<Value> results =
        graph.nodes(
            operator,
            takes,
            gives.stream()
                .map(each -> new GraphBuilder.TypedShape(each.type(), shape(each.sizes())))
                .toList(),
            with);
    for (int i = 0; i < results.size(); i++) {
      keep(results.get(i), gives.get(i).sizes());
    }
    return results;
  }

  private void keep(Value value, List<Dim> given) {
    List<Dim> all = new ArrayList<>(given);
    for (int axis = 0; axis < all.size(); axis++) {
      if (all.get(axis).equals(OPEN)) {
        all.set(axis, Dim.of(new Dim.Atom.Axis(value.id(), axis)));
      }
    }
    sizes.put(value.id(), List.copyOf(all));
    sources.put(value.id(), value);
  }

  /** Adds a node whose inputs are broadcast by the rule of NumPy. */
  Value spread(String operator, List<Value> takes, DataType type, Attribute... with) {
    List<Dim> sizes = List.of();
    for (Value value : takes) {
      sizes = broadcast(operator, sizes, sizes(value));
    }
    return node(operator, takes, type, sizes, with);
  }

  /** The sizes of an elementwise result; two open sizes that differ give an open one. */
  static List<Dim> broadcast(String place, List<Dim> one, List<Dim> two) {
    List<Dim> sizes = new ArrayList<>();
    for (int behind = Math.max(one.size(), two.size()); behind > 0; behind--) {
      Dim left = behind > one.size() ? Dim.of(1) : one.get(one.size() - behind);
      Dim right = behind > two.size() ? Dim.of(1) : two.get(two.size() - behind);
      if (left.known() && right.known() && !left.is(1) && !right.is(1) && !left.equals(right)) {
        throw Refusal.corrupt(place, one + " and " + two + " do not broadcast");
      }
      boolean same = left.equals(right);
      boolean first = right.is(1) || left.known() && !left.is(1) && !right.known();
      boolean second = left.is(1) || right.known() && !left.known();
      sizes.add(same || first ? left : second ? right : OPEN);
    }
    return sizes;
  }

  /** What is known of a result must fit into the budget, whatever sizes are still open. */
  private void check(String operator, Gives gives) {
    long bytes = Math.max(1, gives.type().bytes());
    for (Dim size : gives.sizes()) {
      long known = size.number().orElse(1);
      if (known < 0 || known > LARGEST) {
        throw Refusal.corrupt(operator, "a size of its result would be " + known);
      }
      bytes = known == 0 ? 0 : bytes > Long.MAX_VALUE / known ? Long.MAX_VALUE : bytes * known;
    }
    if (bytes > limits.inflatedBytes()) {
      throw Refusal.limit(operator, "the size of its result", bytes, limits.inflatedBytes());
    }
  }

  private static Shape shape(List<Dim> sizes) {
    return new Shape(sizes.stream().map(size -> size.number().orElse(Shape.ANY)).toList());
  }

  /** One number of this type, without axes. */
  Value scalar(DataType type, double number) {
    return constant(type, List.of(number), List.of());
  }

  /** One whole number of 64 bits, without axes. */
  Value whole(long number) {
    return graph.longs(new long[] {number});
  }

  /** Whole numbers, one axis. */
  Value wholes(List<Long> numbers) {
    return graph.longs(numbers);
  }

  Value wholes(long... numbers) {
    return graph.longs(numbers, numbers.length);
  }

  /** Numbers of this type in row-major order. */
  Value constant(DataType type, List<? extends Number> numbers, List<Long> shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.size() * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    numbers.forEach(number -> put(bytes, type, number));
    return graph.weight(type, new Shape(shape), bytes.flip());
  }

  private static void put(ByteBuffer bytes, DataType type, Number number) {
    switch (type) {
      case BOOL -> bytes.put((byte) (number.doubleValue() != 0 ? 1 : 0));
      case UINT8, INT8 -> bytes.put((byte) number.longValue());
      case UINT16, INT16 -> bytes.putShort((short) number.longValue());
      case UINT32, INT32 -> bytes.putInt((int) number.longValue());
      case UINT64, INT64 -> bytes.putLong(number.longValue());
      case FP16 -> bytes.putShort(Float.floatToFloat16(number.floatValue()));
      case BF16 -> bytes.putShort((short) (Float.floatToIntBits(number.floatValue()) >>> 16));
      case FP32 -> bytes.putFloat(number.floatValue());
      case FP64 -> bytes.putDouble(number.doubleValue());
      case BYTES -> throw new IllegalArgumentException("texts are no numbers");
    }
  }

  /** The elements as another type; floats are cut towards zero. */
  Value cast(Value x, DataType type) {
    Attribute to = new Attribute.Whole("to", ElementCode.of(type));
    return x.type() == type ? x : node("Cast", List.of(x), type, sizes(x), to);
  }

  /** A tensor without axes that holds this size. */
  Value number(Dim number) {
    OptionalLong known = number.number();
    Value value = known.isPresent() ? whole(known.getAsLong()) : squeeze(length(number), 0);
    numbers.put(value.id(), number);
    return value;
  }

  /** The size that a tensor without axes is known to hold. */
  Optional<Dim> number(Value value) {
    return Optional.ofNullable(numbers.get(value.id()));
  }

  /** A size as a tensor of one element. */
  Value length(Dim size) {
    Value made = lengths.get(size);
    if (made == null) {
      made = makeLength(size);
      lengths.put(size, made);
    }
    return made;
  }

  private Value makeLength(Dim size) {
    OptionalLong known = size.number();
    if (known.isPresent()) {
      return wholes(known.getAsLong());
    }
    List<Value> terms = new ArrayList<>();
    size.terms().forEach((atoms, factor) -> terms.add(term(atoms, factor)));
    return folded("Add", terms);
  }

  private Value term(List<Dim.Atom> atoms, long factor) {
    List<Value> factors = new ArrayList<>();
    atoms.forEach(atom -> factors.add(atom(atom)));
    if (factor != 1 || factors.isEmpty()) {
      factors.add(wholes(factor));
    }
    return folded("Mul", factors);
  }

  private Value folded(String operator, List<Value> values) {
    Value all = values.getFirst();
    for (Value next : values.subList(1, values.size())) {
      all = node(operator, List.of(all, next), DataType.INT64, List.of(Dim.of(1)));
    }
    return all;
  }

  private Value atom(Dim.Atom atom) {
    List<Dim> one = List.of(Dim.of(1));
    return switch (atom) {
      case Dim.Atom.Axis(int value, int axis) ->
          node(
              "Shape",
              List.of(sources.get(value)),
              DataType.INT64,
              one,
              new Attribute.Whole("start", axis),
              new Attribute.Whole("end", axis + 1L));
      case Dim.Atom.Quotient(Dim above, Dim below) ->
          node("Div", List.of(length(above), length(below)), DataType.INT64, one);
    };
  }

  /** Sizes as one tensor with one axis. */
  Value lengths(List<Dim> all) {
    if (all.stream().allMatch(Dim::known)) {
      return wholes(all.stream().map(size -> size.number().getAsLong()).toList());
    }
    List<Value> each = all.stream().map(this::length).toList();
    List<Dim> gives = List.of(Dim.of(all.size()));
    return node("Concat", each, DataType.INT64, gives, new Attribute.Whole("axis", 0));
  }

  /** The elements in another shape, whose product is that of the old one. */
  Value reshape(Value x, List<Dim> to) {
    if (sizes(x).equals(to)) {
      return x;
    }
    return node("Reshape", List.of(x, asked(x, to)), x.type(), to);
  }

  /** Zero copies the size at the same place; one -1 is worked out; more have to be computed. */
  private Value asked(Value x, List<Dim> to) {
    List<Dim> from = sizes(x);
    List<Long> asked = new ArrayList<>();
    for (int axis = 0; axis < to.size(); axis++) {
      OptionalLong known = to.get(axis).number();
      boolean same = axis < from.size() && from.get(axis).equals(to.get(axis));
      asked.add(known.isPresent() ? known.getAsLong() : same ? 0 : -1);
    }
    boolean zero = to.stream().anyMatch(size -> size.is(0));
    return Collections.frequency(asked, -1L) > 1 || zero ? lengths(to) : wholes(asked);
  }

  /** The axes in another order. */
  Value transpose(Value x, List<Integer> order) {
    boolean same = true;
    List<Dim> sizes = new ArrayList<>();
    for (int axis = 0; axis < order.size(); axis++) {
      same &= order.get(axis) == axis;
      sizes.add(size(x, order.get(axis)));
    }
    List<Long> places = order.stream().map(Integer::longValue).toList();
    Attribute perm = new Attribute.Wholes("perm", places);
    return same ? x : node("Transpose", List.of(x), x.type(), sizes, perm);
  }

  /** With these two axes exchanged. */
  Value swap(Value x, int one, int two) {
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      order.add(axis);
    }
    Collections.swap(order, x.shape().axis(one), x.shape().axis(two));
    return transpose(x, order);
  }

  /** With one more axis of size 1, which then has this place. */
  Value unsqueeze(Value x, int axis) {
    List<Dim> sizes = new ArrayList<>(sizes(x));
    sizes.add(axis, Dim.of(1));
    return node("Unsqueeze", List.of(x, wholes(axis)), x.type(), sizes);
  }

  /** Without this axis, which has the size 1. */
  Value squeeze(Value x, int axis) {
    List<Dim> sizes = new ArrayList<>(sizes(x));
    sizes.remove(axis);
    return node("Squeeze", List.of(x, wholes(axis)), x.type(), sizes);
  }
}
