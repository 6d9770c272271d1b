package dev.serin.runtime.keras.layers.operations;

import dev.serin.base.Json;
import dev.serin.graph.Attribute;
import dev.serin.graph.Elementwise;
import dev.serin.graph.GraphBuilder.TypedShape;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.layers.Activations;
import dev.serin.runtime.keras.layers.Operators;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Operations of {@code keras.ops} beyond the usual ones. */
final class FurtherOperations {
  static final Map<String, LayerRule> RULES = rules();

  private static final String[] ONE = {"x", "input", "a", "inputs", "variable"};
  private static final long MOST = 1 << 20; // places of an axis that is made

  private FurtherOperations() {}

  /** What becomes of one value of floats. */
  private interface Formula {
    Value of(Layer layer, Value x);
  }

  private static Map<String, LayerRule> rules() {
    Map<String, OperationLayers.Rule> one = new HashMap<>();
    elements(one);
    shrinking(one);
    pairs(one);
    moving(one);
    reducing(one);
    Map<String, LayerRule> all = new HashMap<>();
    one.forEach((name, rule) -> all.put(name, OperationLayers.rule(rule)));
    all.put("TopK", FurtherOperations::best);
    all.put("Unstack", FurtherOperations::unstacked);
    all.put("Moments", FurtherOperations::moments);
    return Map.copyOf(all);
  }

  private static void put(Map<String, OperationLayers.Rule> rules, String name, Formula formula) {
    rules.put(
        name, operation -> formula.of(operation.layer(), operation.layer().number(x(operation))));
  }

  private static Value x(Operation operation) {
    return operation.tensor(0, ONE);
  }

  private static Value number(Layer layer, double number) {
    return layer.graph().scalar((float) number);
  }

  private static void elements(Map<String, OperationLayers.Rule> rules) {
    for (String name : List.of("Tan", "Sinh", "Cosh")) {
      put(rules, name, (layer, x) -> layer.math().map(name, x));
    }
    for (String name : List.of("cos", "cosh", "sin", "sinh", "tan", "tanh")) {
      put(rules, "Arc" + name, (layer, x) -> layer.math().map("A" + name, x));
    }
    put(rules, "Log1p", (layer, x) -> layer.math().map("Log", plus(layer, x, 1)));
    put(rules, "Expm1", (layer, x) -> plus(layer, layer.math().map("Exp", x), -1));
    put(rules, "Exp2", (layer, x) -> layer.math().map("Exp", times(layer, x, Math.log(2))));
    put(rules, "Log2", (layer, x) -> times(layer, layer.math().map("Log", x), 1 / Math.log(2)));
    put(rules, "Log10", (layer, x) -> times(layer, layer.math().map("Log", x), 1 / Math.log(10)));
    put(rules, "Deg2rad", (layer, x) -> times(layer, x, Math.PI / 180));
    put(rules, "Rad2deg", (layer, x) -> times(layer, x, 180 / Math.PI));
    put(
        rules,
        "Erfc",
        (layer, x) -> layer.math().subtract(number(layer, 1), layer.math().map("Erf", x)));
    put(rules, "Trunc", FurtherOperations::truncated);
    put(rules, "Isnan", (layer, x) -> test(layer, "IsNaN", x));
    put(rules, "Isinf", (layer, x) -> test(layer, "IsInf", x));
    put(
        rules,
        "Isfinite",
        (layer, x) -> {
          Operators operators = Operators.of(layer);
          return operators.not(
              operators.logic("Or", test(layer, "IsNaN", x), test(layer, "IsInf", x)));
        });
    rules.put("Round", FurtherOperations::rounded);
    rules.put("StopGradient", FurtherOperations::x);
    rules.put("Copy", FurtherOperations::x);
  }

  private static Value plus(Layer layer, Value x, double number) {
    return layer.math().add(x, number(layer, number));
  }

  private static Value times(Layer layer, Value x, double number) {
    return layer.math().multiply(x, number(layer, number));
  }

  private static Value truncated(Layer layer, Value x) {
    Elementwise math = layer.math();
    return math.multiply(math.map("Sign", x), math.map("Floor", math.map("Abs", x)));
  }

  private static Value test(Layer layer, String operator, Value x) {
    return layer.graph().node(operator, List.of(x), DataType.BOOL, x.shape());
  }

  private static Value rounded(Operation operation) {
    if (operation.whole(0, 1, "decimals") != 0) {
      throw operation.wrong("decimals", operation.fixed(1, "decimals"));
    }
    return operation.layer().math().map("Round", operation.layer().one(List.of(x(operation))));
  }

  private static void shrinking(Map<String, OperationLayers.Rule> rules) {
    rules.put(
        "HardShrink",
        operation -> {
          Layer layer = operation.layer();
          Value x = layer.number(x(operation));
          Value bound = number(layer, operation.real(0.5, 1, "threshold"));
          return kept(layer, layer.math().map("Abs", x), bound, x, 0);
        });
    rules.put(
        "Threshold",
        operation -> {
          Layer layer = operation.layer();
          Value x = layer.number(x(operation));
          Value bound = number(layer, operation.real(0, 1, "threshold", "threshold_value"));
          return kept(layer, x, bound, x, operation.real(0, 2, "default_value", "value"));
        });
    rules.put("SoftShrink", FurtherOperations::softShrink);
    rules.put("Squareplus", FurtherOperations::squarePlus);
    rules.put("Glu", FurtherOperations::gated);
    put(rules, "SparsePlus", FurtherOperations::sparsePlus);
    put(
        rules,
        "SparseSigmoid",
        (layer, x) -> Activations.clipped(layer, times(layer, plus(layer, x, 1), 0.5), 0, 1));
  }

  private static Value softShrink(Operation operation) {
    Layer layer = operation.layer();
    Value x = layer.number(x(operation));
    Value less = plus(layer, layer.math().map("Abs", x), -operation.real(0.5, 1, "threshold"));
    Value size = layer.math().maximum(less, number(layer, 0));
    return layer.math().multiply(layer.math().map("Sign", x), size);
  }

  private static Value squarePlus(Operation operation) {
    Layer layer = operation.layer();
    Value x = layer.number(x(operation));
    Value square = plus(layer, layer.math().multiply(x, x), operation.real(4, 1, "b"));
    return times(layer, layer.math().add(x, layer.math().map("Sqrt", square)), 0.5);
  }

  /** One half along an axis, weighed by the other. */
  private static Value gated(Operation operation) {
    Layer layer = operation.layer();
    Value x = layer.number(x(operation));
    int axis = axis(operation, x, -1, 1);
    long half = x.shape().fixed(axis) / 2;
    List<Value> both = Operators.of(layer).split(x, axis, List.of(half, half));
    return layer.math().multiply(both.getFirst(), layer.math().map("Sigmoid", both.getLast()));
  }

  private static Value sparsePlus(Layer layer, Value x) {
    Operators operators = Operators.of(layer);
    Value more = plus(layer, x, 1);
    Value middle = times(layer, layer.math().multiply(more, more), 0.25);
    Value upper = operators.where(operators.compare("Less", x, number(layer, 1)), middle, x);
    return kept(layer, x, number(layer, -1), upper, 0);
  }

  /** {@code x} where the left value is greater than the right one, and a number elsewhere. */
  private static Value kept(Layer layer, Value left, Value right, Value x, double otherwise) {
    Operators operators = Operators.of(layer);
    return operators.where(operators.compare("Greater", left, right), x, number(layer, otherwise));
  }

  private static void pairs(Map<String, OperationLayers.Rule> rules) {
    rules.put("FloorDivide", both(math -> (x, y) -> math.map("Floor", math.divide(x, y))));
    rules.put(
        "Hypot",
        both(
            math ->
                (x, y) -> math.map("Sqrt", math.add(math.multiply(x, x), math.multiply(y, y)))));
    rules.put(
        "SquaredDifference",
        both(
            math ->
                (x, y) -> {
                  Value off = math.subtract(x, y);
                  return math.multiply(off, off);
                }));
    rules.put(
        "Mod",
        both(
            math ->
                (x, y) ->
                    math.subtract(x, math.multiply(math.map("Floor", math.divide(x, y)), y))));
    rules.put(
        "Logaddexp",
        operation -> {
          Layer layer = operation.layer();
          Elementwise math = layer.math();
          List<Value> two = floats(operation);
          Value off = math.map("Abs", math.subtract(two.getFirst(), two.getLast()));
          Value more = math.map("Log", plus(layer, math.map("Exp", math.map("Neg", off)), 1));
          return math.add(math.maximum(two.getFirst(), two.getLast()), more);
        });
  }

  private static List<Value> floats(Operation operation) {
    List<Value> two = operation.two(0, new String[] {"x", "x1"}, 1, new String[] {"y", "x2"});
    return operation.layer().floats(two);
  }

  private static OperationLayers.Rule both(Function<Elementwise, BinaryOperator<Value>> formula) {
    return operation -> {
      List<Value> two = floats(operation);
      return formula.apply(operation.layer().math()).apply(two.getFirst(), two.getLast());
    };
  }

  private static void moving(Map<String, OperationLayers.Rule> rules) {
    rules.put("Moveaxis", FurtherOperations::moved);
    rules.put(
        "Swapaxes",
        operation -> {
          Value x = x(operation);
          int[] order = IntStream.range(0, x.shape().rank()).toArray();
          int one = axis(operation, x, operation.whole(0, 1, "axis1"));
          int two = axis(operation, x, operation.whole(0, 2, "axis2"));
          order[one] = two;
          order[two] = one;
          return operation.layer().move().transpose(x, order);
        });
    rules.put("Pad", FurtherOperations::padded);
    rules.put("OneHot", FurtherOperations::oneHot);
    rules.put("Repeat", FurtherOperations::repeated);
    rules.put("Roll", FurtherOperations::rolled);
    rules.put("Tril", operation -> triangle(operation, 0));
    rules.put("Triu", operation -> triangle(operation, 1));
    rules.put("Fliplr", operation -> operation.layer().move().reverse(x(operation), 1));
    rules.put("Hstack", operation -> operation.layer().move().concat(operation.tensors(), 1));
    rules.put("TakeAlongAxis", FurtherOperations::taken);
    rules.put(
        "Cumsum",
        operation -> {
          Value x = x(operation);
          return Operators.of(operation.layer()).running(x, operation.axes(x, 1, "axis")[0]);
        });
    rules.put("Sort", operation -> sorted(operation).getFirst());
    rules.put(
        "Argsort",
        operation -> operation.layer().math().cast(sorted(operation).getLast(), DataType.INT32));
  }

  private static int axis(Operation operation, Value x, long written) {
    return operation.notRows(x.shape().axis(Math.toIntExact(written)));
  }

  private static int axis(Operation operation, Value x, long otherwise, int place) {
    return axis(operation, x, operation.whole(otherwise, place, "axis"));
  }

  private static Value moved(Operation operation) {
    Value x = x(operation);
    int[] from = operation.axes(x, 1, "source");
    int[] to = operation.axes(x, 2, "destination");
    if (from.length != to.length) {
      throw operation.wrong("destination", operation.fixed(2, "destination"));
    }
    List<Integer> rest = new ArrayList<>(IntStream.range(0, x.shape().rank()).boxed().toList());
    Integer[] order = new Integer[rest.size()];
    for (int i = 0; i < from.length; i++) {
      order[to[i]] = from[i];
      rest.remove((Integer) from[i]);
    }
    int next = 0;
    int[] all = new int[order.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = order[i] == null ? rest.get(next++) : order[i];
    }
    return operation.layer().move().transpose(x, all);
  }

  private static Value padded(Operation operation) {
    Value x = x(operation);
    List<List<Long>> pairs = pairs(operation);
    Shape shape = x.shape();
    if (pairs.size() != shape.rank() || !pairs.getFirst().equals(List.of(0L, 0L))) {
      throw operation.wrong("pad_width", operation.fixed(1, "pad_width"));
    }
    for (int axis = 1; axis < shape.rank(); axis++) {
      long more = pairs.get(axis).getFirst() + pairs.get(axis).getLast();
      shape = shape.known(axis) ? shape.with(axis, shape.size(axis) + more) : shape;
    }
    String mode = operation.text(2, "mode");
    boolean constant = mode.isEmpty() || mode.equals("constant");
    if (!constant && !mode.equals("reflect")) {
      throw operation.wrong("mode", operation.fixed(2, "mode"));
    }
    Layer layer = operation.layer();
    Stream<Long> all =
        Stream.concat(pairs.stream().map(List::getFirst), pairs.stream().map(List::getLast));
    List<Value> takes = new ArrayList<>(List.of(x, layer.graph().longs(all.toList())));
    double filling = operation.real(0, 3, "constant_values");
    if (constant) {
      takes.add(layer.math().cast(number(layer, filling), x.type()));
    }
    Attribute how = new Attribute.Text("mode", constant ? "constant" : "reflect");
    return layer.graph().node("Pad", takes, x.type(), shape, how);
  }

  /** How many elements stand before and after each axis. */
  private static List<List<Long>> pairs(Operation operation) {
    Json written = operation.fixed(1, "pad_width");
    List<List<Long>> pairs = new ArrayList<>();
    for (Json axis : written instanceof Json.Arr(List<Json> axes) ? axes : List.<Json>of()) {
      if (!axis.text().matches("\\[[0-9]{1,6}, ?[0-9]{1,6}\\]")) {
        throw operation.wrong("pad_width", written);
      }
      pairs.add(
          ((Json.Arr) axis).items().stream().map(each -> ((Json.Num) each).longValue()).toList());
    }
    return pairs;
  }

  private static Value oneHot(Operation operation) {
    Layer layer = operation.layer();
    Value x = layer.math().cast(x(operation), DataType.INT64);
    long classes = operation.whole(0, 1, "num_classes");
    boolean last = operation.whole(-1, 2, "axis") == -1 && !operation.flag(-1, "sparse");
    if (classes < 1 || classes > MOST || !last) {
      throw operation.wrong("num_classes", operation.fixed(1, "num_classes"));
    }
    String name = operation.text(3, "dtype");
    DataType type =
        name.isEmpty()
            ? DataType.FP32
            : Config.type(name).orElseThrow(() -> operation.wrong("dtype", new Json.Str(name)));
    Value places = layer.graph().longs(LongStream.range(0, classes).toArray(), classes);
    Value each = layer.move().unsqueeze(x, x.shape().rank());
    return layer.math().cast(Operators.of(layer).compare("Equal", each, places), type);
  }

  private static Value repeated(Operation operation) {
    Value x = x(operation);
    long times = operation.whole(1, 1, "repeats");
    int axis = operation.axes(x, 2, "axis")[0];
    long size = x.shape().fixed(axis);
    if (times < 1 || times > MOST || times * size > MOST) {
      throw operation.wrong("repeats", operation.fixed(1, "repeats"));
    }
    return chosen(
        operation.layer(),
        x,
        axis,
        LongStream.range(0, size * times).map(i -> i / times).toArray());
  }

  private static Value rolled(Operation operation) {
    Value x = x(operation);
    long shift = operation.whole(0, 1, "shift");
    int axis = operation.axes(x, 2, "axis")[0];
    long size = x.shape().fixed(axis);
    if (size < 1 || size > MOST) {
      throw operation.wrong("axis", operation.fixed(2, "axis"));
    }
    long[] places = LongStream.range(0, size).map(i -> Math.floorMod(i - shift, size)).toArray();
    return chosen(operation.layer(), x, axis, places);
  }

  /** The elements of an axis at these places. */
  private static Value chosen(Layer layer, Value x, int axis, long[] places) {
    Value at = layer.graph().longs(places, places.length);
    Shape shape = x.shape().with(axis, places.length);
    return layer
        .graph()
        .node("Gather", List.of(x, at), x.type(), shape, new Attribute.Whole("axis", axis));
  }

  private static Value triangle(Operation operation, long upper) {
    Value x = x(operation);
    if (x.shape().rank() < 3) {
      operation.notRows(0);
    }
    Value k = operation.layer().graph().longs(new long[] {operation.whole(0, 1, "k")});
    Attribute which = new Attribute.Whole("upper", upper);
    return operation.layer().graph().node("Trilu", List.of(x, k), x.type(), x.shape(), which);
  }

  private static Value taken(Operation operation) {
    Value x = x(operation);
    Value at = operation.tensor(1, "indices");
    int axis = operation.axes(x, 2, "axis")[0];
    if (at.shape().rank() != x.shape().rank() || at.type().floating()) {
      throw operation.wrong("indices", new Json.Str(at.type() + at.shape().toString()));
    }
    Value places = operation.layer().math().cast(at, DataType.INT64);
    Attribute along = new Attribute.Whole("axis", axis);
    return operation
        .layer()
        .graph()
        .node("GatherElements", List.of(x, places), x.type(), at.shape(), along);
  }

  private static List<Value> sorted(Operation operation) {
    Value x = operation.layer().one(List.of(x(operation)));
    int axis = axis(operation, x, -1, 1);
    return top(operation.layer(), x, axis, x.shape().fixed(axis), false);
  }

  private static List<Value> top(Layer layer, Value x, int axis, long count, boolean largest) {
    Shape shape = x.shape().with(axis, count);
    List<TypedShape> gives =
        List.of(new TypedShape(x.type(), shape), new TypedShape(DataType.INT64, shape));
    return layer
        .graph()
        .nodes(
            "TopK",
            List.of(x, layer.graph().longs(new long[] {count}, 1)),
            gives,
            new Attribute.Whole("axis", axis),
            new Attribute.Whole("largest", largest ? 1 : 0));
  }

  private static List<Value> best(Layer layer) {
    layer.config().ignore("dtype", "sorted");
    Operation operation = new Operation(layer);
    operation.fixed(2, "sorted");
    Value x = layer.one(List.of(x(operation)));
    int axis = operation.notRows(x.shape().rank() - 1);
    long count = operation.whole(1, 1, "k");
    if (count < 1 || count > x.shape().fixed(axis)) {
      throw operation.wrong("k", operation.fixed(1, "k"));
    }
    List<Value> two = top(layer, x, axis, count, true);
    return List.of(two.getFirst(), layer.math().cast(two.getLast(), DataType.INT32));
  }

  private static List<Value> unstacked(Layer layer) {
    layer.config().ignore("dtype", "num");
    Operation operation = new Operation(layer);
    operation.fixed(1, "num");
    Value x = x(operation);
    int axis = axis(operation, x, 0, 2);
    List<Value> all = new ArrayList<>();
    for (long i = 0; i < x.shape().fixed(axis); i++) {
      all.add(Operators.of(layer).at(x, axis, i));
    }
    return all;
  }

  private static List<Value> moments(Layer layer) {
    layer.config().ignore("dtype", "synchronized");
    Operation operation = new Operation(layer);
    Value x = layer.one(List.of(x(operation)));
    int[] axes = operation.axes(x, 1, "axes");
    boolean keep = operation.flag(2, "keepdims");
    return List.of(layer.reduce().mean(x, keep, axes), variance(layer, x, keep, axes));
  }

  private static Value variance(Layer layer, Value x, boolean keep, int... axes) {
    Value off = layer.math().subtract(x, layer.reduce().mean(x, true, axes));
    return layer.reduce().mean(layer.math().multiply(off, off), keep, axes);
  }

  private static void reducing(Map<String, OperationLayers.Rule> rules) {
    rules.put("Var", operation -> spread(operation, false));
    rules.put("Std", operation -> spread(operation, true));
    rules.put(
        "Logsumexp",
        operation -> {
          Value x = operation.layer().one(List.of(x(operation)));
          int[] axes = operation.axes(x, 1, "axis");
          boolean keep = operation.flag(2, "keepdims");
          return Operators.of(operation.layer()).reduce("ReduceLogSumExp", x, keep, axes);
        });
    rules.put(
        "Norm",
        operation -> {
          Value x = operation.layer().one(List.of(x(operation)));
          Json order = operation.fixed(1, "ord");
          boolean two = order instanceof Json.Null || order.equals(Json.of(2L));
          int[] axes = operation.axes(x, 2, "axis");
          if (!two || axes.length != 1) {
            throw operation.wrong("ord", order);
          }
          boolean keep = operation.flag(3, "keepdims");
          return Operators.of(operation.layer()).reduce("ReduceL2", x, keep, axes);
        });
  }

  private static Value spread(Operation operation, boolean root) {
    Value x = operation.layer().one(List.of(x(operation)));
    int[] axes = operation.axes(x, 1, "axis");
    Value variance = variance(operation.layer(), x, operation.flag(2, "keepdims"), axes);
    return root ? operation.layer().math().map("Sqrt", variance) : variance;
  }
}
