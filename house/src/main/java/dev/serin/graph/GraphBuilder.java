package dev.serin.graph;

import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Collects the inputs, weights, nodes and outputs of one ONNX graph. Values are numbered; inputs
 * and outputs stand in the order of their declaration and carry no names of the front end, so no
 * name of a file can clash. Used by one thread.
 *
 * <p>The operators themselves are in {@link Elementwise}, {@link Rearrangement}, {@link Spatial},
 * {@link Reduction} and {@link Recurrence}, which work out the shape of what they add.
 */
public final class GraphBuilder {
  public static final int OPSET = 20;
  private static final int IR = 10;
  private static final String ML = "ai.onnx.ml"; // a prefix of operators, as "ai.onnx.ml:X"
  private static final int ML_OPSET = 3;

  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Integer, Weight> weights = new LinkedHashMap<>();
  private final AtomicInteger values;
  private final boolean outermost;

  private record Node(String operator, List<Value> takes, List<String> gives, Attribute[] with) {}

  private record Weight(Value value, int bytes, Supplier<ByteBuffer> littleEndian) {}

  /** An empty graph. */
  public GraphBuilder() {
    this(new AtomicInteger(), true);
  }

  private GraphBuilder(AtomicInteger values, boolean outermost) {
    this.values = values;
    this.outermost = outermost;
  }

  /**
   * The body of a node of this graph ({@link Attribute.Body}): it has inputs and outputs of its own
   * and may take every value that this graph had before that node.
   */
  public GraphBuilder inner() {
    return new GraphBuilder(values, false);
  }

  /** Declares the next input. */
  public Value input(DataType type, Shape shape) {
    Value input = value(type, shape);
    inputs.add(input);
    return input;
  }

  /** Declares the next output. */
  public void output(Value value) {
    outputs.add(node("Identity", List.of(value), value.type(), value.shape()));
  }

  /** Weights in row-major order. */
  public Value floats(float[] array, long... shape) {
    ByteBuffer bytes = little(Math.multiplyExact(4, array.length));
    bytes.asFloatBuffer().put(array);
    return weight(DataType.FP32, Shape.of(shape), bytes);
  }

  /** Whole numbers in row-major order. */
  public Value longs(long[] array, long... shape) {
    ByteBuffer bytes = little(Math.multiplyExact(8, array.length));
    bytes.asLongBuffer().put(array);
    return weight(DataType.INT64, Shape.of(shape), bytes);
  }

  /**
   * Weights of any datatype but BYTES: the little-endian bytes in row-major order, which are kept
   * and not copied, so they must not change any more.
   */
  public Value weight(DataType type, Shape shape, ByteBuffer littleEndian) {
    if (shape.count() * type.bytes() != littleEndian.remaining()) {
      throw new GraphMismatch(littleEndian.remaining() + " bytes do not fill " + type + shape);
    }
    return weight(type, shape, () -> littleEndian);
  }

  /**
   * As {@link #weight(DataType, Shape, ByteBuffer)}, for bytes that are made of others: they are
   * asked for when the graph is written, and not kept.
   */
  public Value weight(DataType type, Shape shape, Supplier<ByteBuffer> littleEndian) {
    Value value = value(type, shape);
    int bytes = Math.toIntExact(shape.count() * type.bytes());
    weights.put(value.id(), new Weight(value, bytes, littleEndian));
    return value;
  }

  /** One whole number for each element of the list. */
  public Value longs(List<Long> list) {
    return longs(list.stream().mapToLong(Long::longValue).toArray(), list.size());
  }

  /** A number without axes. */
  public Value scalar(double number) {
    return floats(new float[] {(float) number});
  }

  /**
   * Adds a node and gives its first output. Operators of {@code ai.onnx.ml} have it before their
   * name and a colon.
   */
  public Value node(
      String operator, List<Value> takes, DataType type, Shape shape, Attribute... with) {
    Value result = value(type, shape);
    nodes.add(new Node(operator, List.copyOf(takes), List.of(result.name()), with.clone()));
    return result;
  }

  /** Adds a node and gives only its second output, in the type of its first input. */
  public Value second(String operator, List<Value> takes, Shape shape, Attribute... with) {
    Value result = value(takes.getFirst().type(), shape);
    nodes.add(new Node(operator, List.copyOf(takes), List.of("", result.name()), with.clone()));
    return result;
  }

  /** Adds a node with several outputs of these datatypes and shapes, and gives them all. */
  public List<Value> nodes(
      String operator, List<Value> takes, List<TypedShape> gives, Attribute... with) {
    List<Value> results = gives.stream().map(each -> value(each.type(), each.shape())).toList();
    List<String> names = results.stream().map(Value::name).toList();
    nodes.add(new Node(operator, List.copyOf(takes), names, with.clone()));
    return results;
  }

  /** What one output of a node will be. */
  public record TypedShape(DataType type, Shape shape) {}

  /** How many nodes there are so far. */
  public int size() {
    return nodes.size();
  }

  /** The operators of the nodes from this number on, in order. */
  public List<String> operators(int from) {
    return nodes.subList(from, nodes.size()).stream().map(Node::operator).toList();
  }

  /** The ONNX model; nodes and weights whose results nobody takes are left out. */
  public byte[] toBytes() {
    return new ProtoWriter()
        .number(1, IR)
        .text(2, "serin")
        .message(7, graph())
        .message(8, new ProtoWriter().text(1, "").number(2, OPSET))
        .message(8, new ProtoWriter().text(1, ML).number(2, ML_OPSET))
        .toBytes();
  }

  private Value value(DataType type, Shape shape) {
    return new Value(values.getAndIncrement(), type, shape);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ProtoWriter graph() {
    ProtoWriter graph = new ProtoWriter();
    Set<String> taken = new HashSet<>();
    live(taken).forEach(node -> graph.message(1, proto(node)));
    graph.text(2, "serin");
    for (Weight weight : weights.values()) {
      if (taken.contains(weight.value().name())) {
        graph.message(5, proto(weight));
      }
    }
    inputs.forEach(input -> graph.message(11, port(input)));
    outputs.forEach(output -> graph.message(12, port(output)));
    return graph;
  }

  /** The nodes on which the outputs depend, in order; adds the names of all that is taken. */
  private List<Node> live(Set<String> taken) {
    outputs.forEach(output -> taken.add(output.name()));
    List<Node> live = new ArrayList<>();
    for (Node node : nodes.reversed()) {
      if (node.gives().stream().anyMatch(taken::contains)) {
        live.add(node);
        node.takes().forEach(value -> taken.add(value.name()));
        for (Attribute attribute : node.with()) {
          if (attribute instanceof Attribute.Body(_, GraphBuilder body)) {
            body.live(taken);
          }
        }
      }
    }
    return live.reversed();
  }

  private static ProtoWriter proto(Node node) {
    ProtoWriter proto = new ProtoWriter();
    node.takes().forEach(value -> proto.text(1, value.name()));
    node.gives().forEach(name -> proto.text(2, name));
    int colon = node.operator().indexOf(':');
    proto.text(4, node.operator().substring(colon + 1));
    if (colon >= 0) {
      proto.text(7, node.operator().substring(0, colon));
    }
    Arrays.stream(node.with()).forEach(attribute -> proto.message(5, proto(attribute)));
    return proto;
  }

  private static ProtoWriter proto(Attribute attribute) {
    ProtoWriter proto = new ProtoWriter().text(1, attribute.name());
    return switch (attribute) {
      case Attribute.Real(_, float value) -> proto.real(2, value).number(20, 1);
      case Attribute.Whole(_, long value) -> proto.number(3, value).number(20, 2);
      case Attribute.Text(_, String value) -> proto.text(4, value).number(20, 3);
      case Attribute.Reals(_, List<Float> list) -> {
        list.forEach(value -> proto.real(7, value));
        yield proto.number(20, 6);
      }
      case Attribute.Wholes(_, List<Long> list) -> {
        list.forEach(value -> proto.number(8, value));
        yield proto.number(20, 7);
      }
      case Attribute.Texts(_, List<String> list) -> {
        list.forEach(value -> proto.text(9, value));
        yield proto.number(20, 8);
      }
      case Attribute.Body(_, GraphBuilder body) -> proto.message(6, body.graph()).number(20, 5);
    };
  }

  private static ProtoWriter proto(Weight weight) {
    ProtoWriter proto = new ProtoWriter();
    weight.value().shape().sizes().forEach(size -> proto.number(1, size));
    return proto
        .number(2, ElementCode.of(weight.value().type()))
        .text(8, weight.value().name())
        .bytes(9, weight.bytes(), weight.littleEndian());
  }

  private ProtoWriter port(Value value) {
    ProtoWriter shape = new ProtoWriter();
    for (int axis = 0; axis < value.shape().rank(); axis++) {
      ProtoWriter size = new ProtoWriter();
      if (value.shape().known(axis)) {
        size.number(1, value.shape().size(axis));
      } else {
        // equal names are equal sizes to the engine: only the rows of the whole model are
        size.text(2, axis == 0 && outermost ? "N" : value.name() + "_" + axis);
      }
      shape.message(1, size);
    }
    ProtoWriter tensor = new ProtoWriter().number(1, ElementCode.of(value.type()));
    return new ProtoWriter()
        .text(1, value.name())
        .message(2, new ProtoWriter().message(1, tensor.message(2, shape)));
  }
}
