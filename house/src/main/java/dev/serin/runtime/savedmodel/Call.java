package dev.serin.runtime.savedmodel;

import dev.serin.base.Problem;
import dev.serin.graph.Attribute;
import dev.serin.graph.Elementwise;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One node of TensorFlow's graph with what it takes, and the graph that is built. Every setting has
 * to be asked for, or be known to change nothing; {@link #end} refuses any other, so that nothing
 * is silently ignored.
 */
public final class Call {
  /** Settings that repeat what the operands say, or that only touch speed. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "T",
          "N",
          "Tidx",
          "Tindices",
          "Tparams",
          "Tshape",
          "Tperm",
          "Tdim",
          "Tmultiples",
          "Tlen",
          "Tpaddings",
          "Tblock_shape",
          "Tcrops",
          "Taxis",
          "TI",
          "Index",
          "Tin",
          "Tout",
          "Tcond",
          "Tcond_",
          "use_cudnn_on_gpu",
          "validate_shape",
          "container",
          "shared_name",
          "parallel_iterations",
          "use_inter_op_parallelism",
          "config",
          "config_proto",
          "executor_type",
          "index_type",
          "shape_type",
          "grad_a",
          "grad_b",
          "grad_x",
          "grad_y",
          "bad_indices_policy",
          "output_shapes",
          "U",
          "Tindex",
          "Tk",
          "Tdims",
          "out_idx",
          "dtype",
          "element_dtype",
          "debug_name",
          "allowed_devices",
          "device",
          "swap_memory");

  private final NodeDef node;
  private final String place;
  private final List<Operand> operands;
  private final Conversion conversion;
  private final GraphBuilder graph;
  private final Set<String> understood = new HashSet<>();

  Call(
      NodeDef node,
      String place,
      List<Operand> operands,
      Conversion conversion,
      GraphBuilder graph) {
    this.node = node;
    this.place = place;
    this.operands = List.copyOf(operands);
    this.conversion = conversion;
    this.graph = graph;
  }

  /** The name of the operator. */
  public String operator() {
    return node.operator();
  }

  /** The name of the node, without those of the functions around it. */
  public String name() {
    return node.name();
  }

  /** The graph or body that is built. */
  public GraphBuilder graph() {
    return graph;
  }

  /** How many operands there are. */
  public int count() {
    return operands.size();
  }

  /** All operands. */
  public List<Operand> operands() {
    return operands;
  }

  /** An operand of any kind. */
  public Operand operand(int place) {
    if (place >= operands.size()) {
      throw corrupt("it has " + operands.size() + " inputs");
    }
    return operands.get(place);
  }

  /** An operand that is a tensor. */
  public Operand.Tensor tensor(int place) {
    return tensor(operand(place));
  }

  private Operand.Tensor tensor(Operand operand) {
    return switch (operand) {
      case Operand.Tensor tensor -> tensor;
      case Operand.Opaque(String what) -> throw refuse("it computes with " + what);
      case Operand.Variable _ -> throw refuse("it takes a variable and not its value");
      case Operand.TensorList _ -> throw refuse("it takes a list of tensors as one");
    };
  }

  /** An operand as a value of the graph. */
  public Value value(int place) {
    return value(tensor(place));
  }

  /** A tensor as a value of the graph. */
  public Value value(Operand.Tensor tensor) {
    return switch (tensor) {
      case Operand.Live live -> live.value();
      case Operand.Fixed fixed -> conversion.weight(fixed.constant());
    };
  }

  /** What is known of the elements of an operand. */
  public Optional<Content> content(int place) {
    return tensor(place).content();
  }

  /** The elements of an operand that has to be known, such as the axes of a reduction. */
  public List<Long> numbers(int place) {
    return content(place)
        .filter(Content::whole)
        .map(Content::numbers)
        .orElseThrow(() -> refuse("its input " + place + " has to be a constant"));
  }

  /** The only element of an operand that has to be known. */
  public long number(int place) {
    List<Long> numbers = numbers(place);
    if (numbers.size() != 1) {
      throw corrupt("its input " + place + " is no single number");
    }
    return numbers.getFirst();
  }

  /** An axis given by an operand, counted from the front. */
  public int axis(int place, int rank) {
    return axis(number(place), rank);
  }

  /** An axis counted from the front. */
  public int axis(long axis, int rank) {
    long front = axis < 0 ? axis + rank : axis;
    if (front < 0 || front >= rank) {
      throw corrupt("there is no axis " + axis + " of " + rank);
    }
    return (int) front;
  }

  /** Whether a setting is given. */
  public boolean has(String setting) {
    return node.settings().containsKey(setting);
  }

  /** A whole number, or its default, which TensorFlow does not write. */
  public long whole(String setting, long otherwise) {
    return switch (setting(setting)) {
      case AttributeValue.Whole(long value) -> value;
      case null -> otherwise;
      default -> throw corrupt(setting + " is no whole number");
    };
  }

  /** A real number, or its default. */
  public float real(String setting, float otherwise) {
    return switch (setting(setting)) {
      case AttributeValue.Real(float value) -> value;
      case null -> otherwise;
      default -> throw corrupt(setting + " is no number");
    };
  }

  /** A flag, or its default. */
  public boolean flag(String setting, boolean otherwise) {
    return switch (setting(setting)) {
      case AttributeValue.Flag(boolean value) -> value;
      case null -> otherwise;
      default -> throw corrupt(setting + " is no flag");
    };
  }

  /** Refuses any other value of this flag. */
  public void only(String setting, boolean value) {
    if (flag(setting, value) != value) {
      throw refuse(setting + " is " + !value);
    }
  }

  /** A text that has to be given. */
  public String text(String setting) {
    if (setting(setting) instanceof AttributeValue.Text(String value)) {
      return value;
    }
    throw corrupt("it has no " + setting);
  }

  /** A text, or its default; refuses any that is not among the values that are known. */
  public String text(String setting, String otherwise, String... known) {
    String text =
        switch (setting(setting)) {
          case AttributeValue.Text(String value) -> value;
          case null -> otherwise;
          default -> throw corrupt(setting + " is no text");
        };
    if (!text.equals(otherwise) && !Arrays.asList(known).contains(text)) {
      throw refuse(setting + " is " + text);
    }
    return text;
  }

  /** A datatype of numbers, or its default. */
  public DataType type(String setting, DataType otherwise) {
    return switch (setting(setting)) {
      case AttributeValue.Type(long number) -> ElementTypes.number(number, place);
      case null -> otherwise;
      default -> throw corrupt(setting + " is no datatype");
    };
  }

  /** Whole numbers; none when the setting is missing. */
  public List<Long> wholes(String setting) {
    if (!(setting(setting) instanceof AttributeValue.Many(List<AttributeValue> values))) {
      return List.of();
    }
    List<Long> numbers = new ArrayList<>();
    for (AttributeValue each : values) {
      if (!(each instanceof AttributeValue.Whole(long number))) {
        throw corrupt(setting + " are no whole numbers");
      }
      numbers.add(number);
    }
    return numbers;
  }

  /** A shape; empty when it is missing or when not even its number of axes is known. */
  public Optional<Shape> shape(String setting) {
    return setting(setting) instanceof AttributeValue.Sizes(Optional<Shape> shape)
        ? shape
        : Optional.empty();
  }

  /** These settings change nothing about an answer. */
  public void ignore(String... settings) {
    understood.addAll(List.of(settings));
  }

  private AttributeValue setting(String setting) {
    understood.add(setting);
    return node.settings().get(setting);
  }

  /** Refuses settings that nobody understood. */
  void end() {
    for (String setting : node.settings().keySet()) {
      boolean known = understood.contains(setting) || WITHOUT_EFFECT.contains(setting);
      if (!known && !setting.startsWith("_")) {
        throw refuse("the setting " + setting + " of " + operator() + " is not known");
      }
    }
  }

  /** The tensor in a setting. */
  Operand constant(String setting) {
    if (setting(setting) instanceof AttributeValue.Tensor(var proto)) {
      return TensorReader.read(proto.again(), place);
    }
    throw corrupt("it has no " + setting);
  }

  /** The value of a variable. */
  public Operand.Fixed stored(Operand.Variable variable) {
    return conversion.variable(variable.name());
  }

  /** An operand of whole numbers as INT64, known ones as a weight. */
  public Value sizes(int place) {
    return content(place)
        .filter(content -> content.whole() && content.shape().rank() == 1)
        .map(content -> longs(content.numbers()))
        .orElseGet(() -> cast(value(place), DataType.INT64));
  }

  /** The shape that an operand of sizes describes, open where it is not known. */
  public Shape described(int place) {
    Operand.Tensor sizes = tensor(place);
    if (sizes.content().isPresent()) {
      return sizes.content().get().sizes();
    }
    if (sizes.shape().rank() != 1 || sizes.shape().size(0) < 0 || sizes.shape().size(0) > 32) {
      throw refuse("how many axes the result has shows only when it runs");
    }
    return new Shape(Collections.nCopies((int) sizes.shape().size(0), Shape.ANY));
  }

  /** Adds a node with one output. */
  public Operand.Live node(
      String operator, DataType type, Shape shape, List<Value> takes, Attribute... with) {
    return live(graph.node(operator, takes, type, shape, with));
  }

  /** A value of the graph as a tensor. */
  public Operand.Live live(Value value) {
    return new Operand.Live(value, List.of());
  }

  /** A whole number of this datatype, without axes. */
  public Value whole(DataType type, long number) {
    return conversion.weight(Constant.whole(type, Shape.of(), List.of(number)));
  }

  /** A real number of this floating-point type, without axes. */
  public Value real(DataType type, double number) {
    return switch (type) {
      case FP32, FP64 -> conversion.weight(Constant.real(type, number));
      default -> cast(conversion.weight(Constant.real(DataType.FP64, number)), type);
    };
  }

  /** The same elements in another datatype. */
  public Value cast(Value value, DataType type) {
    return new Elementwise(graph).cast(value, type);
  }

  /** Whole numbers as a weight of one axis. */
  public Value longs(List<Long> numbers) {
    return conversion.weight(Constant.whole(DataType.INT64, Shape.of(numbers.size()), numbers));
  }

  /** The outputs of the function in this setting for these arguments, added to this graph. */
  public List<Operand> inlined(String setting, List<Operand> arguments, GraphBuilder into) {
    understood.add(setting);
    String function = node.function(setting).orElseThrow(() -> corrupt("it has no " + setting));
    return conversion.function(function, arguments, into);
  }

  /** The call that gave this very operand; empty for what a function or loop was given. */
  public Optional<Origin> origin(Operand operand) {
    return conversion.origin(operand);
  }

  /** How many functions a setting names. */
  public int functions(String setting) {
    return setting(setting) instanceof AttributeValue.Many(List<AttributeValue> all)
        ? all.size()
        : 0;
  }

  /** As {@link #inlined(String, List, GraphBuilder)}, for one of the functions of a setting. */
  public List<Operand> inlined(
      String setting, int place, List<Operand> arguments, GraphBuilder into) {
    if (setting(setting) instanceof AttributeValue.Many(List<AttributeValue> all)
        && place < all.size()
        && all.get(place) instanceof AttributeValue.Function(String function)) {
      return conversion.function(function, arguments, into);
    }
    throw corrupt("it has no function " + place + " in " + setting);
  }

  /** A refusal of a value of this node. */
  public Problem.Raised refuse(String what) {
    return Refusal.value(place, operator() + ": " + what);
  }

  /** A refusal of a node that cannot be right. */
  public Problem.Raised corrupt(String what) {
    return Refusal.corrupt(place, operator() + ": " + what);
  }

  /** The refusal of an operator that is not known. */
  public Problem.Raised unknown() {
    return Refusal.operator(place, operator());
  }
}
