package dev.serin.runtime.keras.layers.operations;

import dev.serin.base.Json;
import dev.serin.graph.Attribute;
import dev.serin.graph.Elementwise;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.layers.Activations;
import dev.serin.runtime.keras.layers.Operators;
import dev.serin.tensor.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Operations of {@code keras.ops} on single elements, reductions and products. */
final class OperationLayers {
  /** What an operation gives. */
  interface Rule {
    Value emit(Operation operation);
  }

  static final Map<String, Rule> RULES = rules();

  private static final String[] LEFT = {"x", "x1", "a"};
  private static final String[] RIGHT = {"y", "x2", "b"};
  private static final String[] ONE = {"x", "input", "features", "input_tensor", "a", "tensor"};

  private OperationLayers() {}

  /** The operations as rules for layers. */
  static LayerRule rule(Rule rule) {
    return layer -> {
      layer.config().ignore("dtype");
      return List.of(rule.emit(new Operation(layer)));
    };
  }

  private static Map<String, Rule> rules() {
    Map<String, Rule> rules = new HashMap<>();
    rules.put("Add", two(math -> math::add));
    rules.put("Subtract", two(math -> math::subtract));
    rules.put("Multiply", two(math -> math::multiply));
    rules.put("Maximum", two(math -> math::maximum));
    rules.put("Minimum", two(math -> math::minimum));
    rules.put("TrueDivide", OperationLayers::divide);
    rules.put("Divide", OperationLayers::divide);
    rules.put("Power", OperationLayers::power);
    Map.of(
            "Greater", "Greater",
            "GreaterEqual", "GreaterOrEqual",
            "Less", "Less",
            "LessEqual", "LessOrEqual",
            "Equal", "Equal",
            "LogicalAnd", "And",
            "LogicalOr", "Or",
            "LogicalXor", "Xor")
        .forEach((name, operator) -> rules.put(name, compared(operator)));
    rules.put(
        "NotEqual",
        operation -> Operators.of(operation.layer()).not(compared("Equal").emit(operation)));
    rules.put(
        "LogicalNot", operation -> Operators.of(operation.layer()).not(operation.tensor(0, ONE)));
    elements(rules);
    activations(rules);
    Map.of(
            "Mean",
            "ReduceMean",
            "Sum",
            "ReduceSum",
            "Max",
            "ReduceMax",
            "Amax",
            "ReduceMax",
            "Min",
            "ReduceMin",
            "Amin",
            "ReduceMin",
            "Prod",
            "ReduceProd")
        .forEach((name, operator) -> rules.put(name, reduced(operator)));
    rules.put("Matmul", OperationLayers::product);
    rules.put("Clip", OperationLayers::clip);
    rules.put("Where", OperationLayers::where);
    rules.put("Normalize", OperationLayers::normalize);
    return Map.copyOf(rules);
  }

  private static void elements(Map<String, Rule> rules) {
    Map<String, String> names = new HashMap<>();
    for (String same :
        List.of(
            "Sqrt",
            "Exp",
            "Log",
            "Sin",
            "Cos",
            "Floor",
            "Ceil",
            "Sign",
            "Erf",
            "Abs",
            "Reciprocal")) {
      names.put(same, same);
    }
    names.put("Absolute", "Abs");
    names.put("Negative", "Neg");
    names.forEach(
        (name, operator) ->
            rules.put(
                name,
                operation -> operation.layer().math().map(operator, operation.tensor(0, ONE))));
    rules.put(
        "Square",
        operation -> {
          Value x = operation.tensor(0, ONE);
          return operation.layer().math().multiply(x, x);
        });
    rules.put(
        "Rsqrt",
        operation -> {
          Elementwise math = operation.layer().math();
          return math.map("Reciprocal", math.map("Sqrt", operation.tensor(0, ONE)));
        });
    rules.put("Identity", operation -> operation.tensor(0, ONE));
    rules.put("ConvertToTensor", OperationLayers::converted);
    rules.put("Any", operation -> truths(operation, "ReduceMax"));
    rules.put("All", operation -> truths(operation, "ReduceMin"));
    rules.put("OnesLike", operation -> like(operation, 1));
    rules.put("ZerosLike", operation -> like(operation, 0));
  }

  private static Value converted(Operation operation) {
    Value x = operation.tensor(0, ONE);
    operation.flag(-1, "sparse");
    operation.flag(-1, "ragged");
    String type = operation.text(1, "dtype");
    return type.isEmpty() ? x : MovingOperations.cast(operation);
  }

  private static Value truths(Operation operation, String operator) {
    Value x = operation.tensor(0, ONE);
    Elementwise math = operation.layer().math();
    int[] axes = operation.axes(x, 1, "axis");
    Value numbers = math.cast(math.cast(x, DataType.BOOL), DataType.INT32);
    boolean keep = operation.flag(2, "keepdims");
    return math.cast(
        Operators.of(operation.layer()).reduce(operator, numbers, keep, axes), DataType.BOOL);
  }

  /** The same number in every place. */
  private static Value like(Operation operation, int number) {
    Value x = operation.tensor(0, ONE);
    String name = operation.text(1, "dtype");
    DataType type =
        name.isEmpty()
            ? x.type()
            : Config.type(name).orElseThrow(() -> operation.wrong("dtype", new Json.Str(name)));
    Operators operators = Operators.of(operation.layer());
    Value one = operation.layer().graph().longs(new long[] {number});
    Value cast = operation.layer().math().cast(one, type);
    return operators.expand(cast, operators.sizes(x), x.shape());
  }

  private static void activations(Map<String, Rule> rules) {
    Map<String, String> names = new HashMap<>();
    names.put("Relu", "relu");
    names.put("Relu6", "relu6");
    names.put("Sigmoid", "sigmoid");
    names.put("Tanh", "tanh");
    names.put("Silu", "silu");
    names.put("Softplus", "softplus");
    names.put("Softsign", "softsign");
    names.put("Selu", "selu");
    names.put("HardSigmoid", "hard_sigmoid");
    names.put("HardSilu", "hard_silu");
    names.put("LogSigmoid", "log_sigmoid");
    names.put("Mish", "mish");
    names.put("HardTanh", "hard_tanh");
    names.put("TanhShrink", "tanh_shrink");
    names.forEach(
        (name, function) ->
            rules.put(
                name,
                operation ->
                    Activations.apply(
                        operation.layer(), "function", function, operation.tensor(0, ONE))));
    rules.put("Elu", operation -> sloped(operation, "Elu", 1, "alpha"));
    rules.put("Celu", operation -> sloped(operation, "Celu", 1, "alpha"));
    rules.put("LeakyRelu", operation -> sloped(operation, "LeakyRelu", 0.2, "negative_slope"));
    rules.put("Gelu", OperationLayers::gelu);
    rules.put("Softmax", operation -> softmax(operation, false));
    rules.put("LogSoftmax", operation -> softmax(operation, true));
  }

  private static Rule two(Function<Elementwise, BinaryOperator<Value>> operator) {
    return operation -> {
      List<Value> both = operation.two(0, LEFT, 1, RIGHT);
      return operator.apply(operation.layer().math()).apply(both.getFirst(), both.getLast());
    };
  }

  private static Value divide(Operation operation) {
    List<Value> both = operation.two(0, LEFT, 1, RIGHT);
    Elementwise math = operation.layer().math();
    return math.divide(
        math.cast(both.getFirst(), DataType.FP32), math.cast(both.getLast(), DataType.FP32));
  }

  private static Value power(Operation operation) {
    List<Value> both = operation.two(0, LEFT, 1, RIGHT);
    Value x = both.getFirst();
    var shape = x.shape().broadcast(both.getLast().shape());
    return operation.layer().graph().node("Pow", both, x.type(), shape);
  }

  private static Rule compared(String operator) {
    return operation -> {
      List<Value> both = operation.two(0, LEFT, 1, RIGHT);
      return Operators.of(operation.layer()).compare(operator, both.getFirst(), both.getLast());
    };
  }

  private static Value sloped(Operation operation, String operator, double usual, String name) {
    Attribute alpha = new Attribute.Real("alpha", (float) operation.real(usual, -1, name, "alpha"));
    return operation.layer().math().map(operator, operation.tensor(0, ONE), alpha);
  }

  private static Value gelu(Operation operation) {
    boolean plain = operation.layer().type().startsWith("TF");
    boolean near =
        plain
            ? operation.flag(-1, "approximate")
            : !operation.fixed(-1, "approximate").equals(new Json.Bool(false));
    Attribute form = new Attribute.Text("approximate", near ? "tanh" : "none");
    return operation.layer().math().map("Gelu", operation.tensor(0, ONE), form);
  }

  private static Value softmax(Operation operation, boolean logarithm) {
    Value x = operation.tensor(0, "x", "logits");
    int axis = operation.notRows(x.shape().axis((int) operation.whole(-1, -1, "axis")));
    return operation.layer().reduce().softmax(x, axis, logarithm);
  }

  private static Rule reduced(String operator) {
    return operation -> {
      Value x = operation.tensor(0, ONE);
      int[] axes = operation.axes(x, 1, "axis");
      if (operation.find(-1, "initial").isPresent()) {
        throw Refusal.value(operation.layer().name(), "it is called with an initial value");
      }
      boolean keep = operation.flag(2, "keepdims");
      if (!x.type().floating()) {
        throw Refusal.value(
            operation.layer().name(), "it is called with numbers of the type " + x.type());
      }
      return Operators.of(operation.layer()).reduce(operator, x, keep, axes);
    };
  }

  private static Value product(Operation operation) {
    Value one = turned(operation, operation.tensor(0, LEFT), "transpose_a");
    Value two = turned(operation, operation.tensor(1, RIGHT), "transpose_b");
    return operation.layer().math().matMul(one, two);
  }

  private static Value turned(Operation operation, Value x, String name) {
    if (!operation.flag(-1, name)) {
      return x;
    }
    int rank = x.shape().rank();
    int[] order = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      order[axis] = axis;
    }
    order[rank - 1] = rank - 2;
    order[rank - 2] = rank - 1;
    return operation.layer().move().transpose(x, order);
  }

  private static Value clip(Operation operation) {
    Value x = operation.tensor(0, "x", "t");
    double least = operation.real(Double.NaN, 1, "x_min", "clip_value_min");
    double most = operation.real(Double.NaN, 2, "x_max", "clip_value_max");
    if (Double.isNaN(least) || Double.isNaN(most) || x.type() != DataType.FP32) {
      throw Refusal.value(operation.layer().name(), "it is called without constant bounds");
    }
    return Activations.clipped(operation.layer(), x, least, most);
  }

  private static Value where(Operation operation) {
    Value test = operation.tensor(0, "condition");
    List<Value> both = operation.two(1, new String[] {"x", "x1"}, 2, new String[] {"y", "x2"});
    return Operators.of(operation.layer()).where(test, both.getFirst(), both.getLast());
  }

  /** {@code x} divided by its length along an axis. */
  private static Value normalize(Operation operation) {
    Value x = operation.tensor(0, ONE);
    int[] axes = operation.axes(x, 1, "axis");
    if (operation.whole(2, -1, "order") != 2) {
      throw Refusal.value(operation.layer().name(), "it is called with another order than 2");
    }
    boolean three = operation.layer().type().startsWith("ops.");
    double least = operation.real(three ? 1e-7 : 1e-12, -1, "epsilon");
    Elementwise math = operation.layer().math();
    Value sum = Operators.of(operation.layer()).sum(math.multiply(x, x), true, axes);
    Value bound = operation.layer().graph().scalar(three ? least * least : least);
    return math.divide(x, math.map("Sqrt", math.maximum(sum, bound)));
  }
}
