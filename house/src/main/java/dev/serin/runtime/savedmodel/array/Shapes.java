package dev.serin.runtime.savedmodel.array;

import dev.serin.graph.Attribute;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Constant;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Operators that ask for a shape, give the same elements another one, or fill one. */
final class Shapes {
  static final Map<String, OpRule> RULES =
      Map.ofEntries(
          Map.entry("Shape", OpRule.one(call -> shape(call, call.tensor(0)))),
          Map.entry("ShapeN", Shapes::shapes),
          Map.entry("Size", OpRule.one(Shapes::size)),
          Map.entry("Rank", OpRule.one(Shapes::rank)),
          rule("Reshape", Shapes::reshape),
          rule("ExpandDims", Shapes::expandDims),
          rule("Squeeze", Shapes::squeeze),
          rule("Transpose", Shapes::transpose),
          rule("BroadcastTo", call -> expand(call, call.value(0), 1)),
          rule("Fill", call -> expand(call, call.value(1), 0)),
          rule("ZerosLike", call -> like(call, 0)),
          rule("OnesLike", call -> like(call, 1)),
          rule("Range", Shapes::range));

  private Shapes() {}

  private static Map.Entry<String, OpRule> rule(String name, Function<Call, Value> rule) {
    return Map.entry(name, OpRule.one(call -> call.live(rule.apply(call))));
  }

  private static List<Operand> shapes(Call call) {
    List<Operand> all = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      all.add(shape(call, call.tensor(i)));
    }
    return all;
  }

  private static Operand shape(Call call, Operand.Tensor x) {
    DataType type = call.type("out_type", DataType.INT32);
    List<Long> sizes = x.shape().sizes();
    if (!sizes.contains(Shape.ANY)) {
      return fixed(type, Shape.of(sizes.size()), sizes);
    }
    List<Long> known =
        sizes.stream().map(size -> size == Shape.ANY ? Content.UNKNOWN : size).toList();
    Value value = call.cast(sizes(call, call.value(x)), type);
    return new Operand.Live(value, List.of(Content.list(known)));
  }

  private static Operand fixed(DataType type, Shape shape, List<Long> numbers) {
    return new Operand.Fixed(Constant.whole(type, shape, numbers));
  }

  /** The sizes of a value when the graph runs. */
  static Value sizes(Call call, Value x) {
    Shape shape = Shape.of(x.shape().rank());
    return call.node("Shape", DataType.INT64, shape, List.of(x)).value();
  }

  private static Operand size(Call call) {
    DataType type = call.type("out_type", DataType.INT32);
    long count = call.tensor(0).shape().count();
    if (count != Shape.ANY) {
      return fixed(type, Shape.of(), List.of(count));
    }
    List<Value> takes = List.of(call.value(0));
    return call.live(call.cast(call.node("Size", DataType.INT64, Shape.of(), takes).value(), type));
  }

  private static Operand rank(Call call) {
    return fixed(DataType.INT32, Shape.of(), List.of((long) call.tensor(0).shape().rank()));
  }

  /**
   * At most one size may be left open for the engine; if more depend on the input, the sizes are
   * computed with the graph.
   */
  private static Value reshape(Call call) {
    Value x = call.value(0);
    Shape asked = call.described(1);
    List<Long> sizes = new ArrayList<>(asked.sizes());
    int open = Collections.frequency(sizes, Shape.ANY);
    boolean rest = call.content(1).map(content -> content.numbers().contains(-1L)).orElse(false);
    Shape result = open == 1 ? closed(x.shape(), asked) : asked;
    if (sizes.stream().anyMatch(size -> size < Shape.ANY)) {
      throw call.corrupt("the sizes " + sizes);
    }
    if (open == 0 && x.shape().count() >= 0 && x.shape().count() != asked.count()) {
      throw call.corrupt(x.shape() + " has not as many elements as " + asked);
    }
    List<Attribute> zero = open == 0 || open > 1 && !rest ? List.of(allowZero()) : List.of();
    Value target = open <= 1 ? call.longs(sizes) : call.sizes(1);
    return call.node(
            "Reshape", x.type(), result, List.of(x, target), zero.toArray(Attribute[]::new))
        .value();
  }

  private static Attribute allowZero() {
    return new Attribute.Whole("allowzero", 1);
  }

  /** The one open size, worked out where all others are known. */
  private static Shape closed(Shape given, Shape asked) {
    int open = asked.sizes().indexOf(Shape.ANY);
    long others = asked.with(open, 1).count();
    boolean known = given.count() >= 0 && others > 0 && given.count() % others == 0;
    return known ? asked.with(open, given.count() / others) : asked;
  }

  private static Value expandDims(Call call) {
    Value x = call.value(0);
    return new Rearrangement(call.graph()).unsqueeze(x, call.axis(1, x.shape().rank() + 1));
  }

  private static Value squeeze(Call call) {
    Value x = call.value(0);
    List<Long> axes = new ArrayList<>();
    for (long axis : call.wholes("squeeze_dims")) {
      axes.add((long) call.axis(axis, x.shape().rank()));
    }
    if (axes.isEmpty()) {
      for (int axis = 0; axis < x.shape().rank(); axis++) {
        if (!x.shape().known(axis)) {
          throw call.refuse("which axes are left out shows only when it runs");
        }
        if (x.shape().size(axis) == 1) {
          axes.add((long) axis);
        }
      }
    }
    if (axes.isEmpty()) {
      return x;
    }
    List<Long> sizes = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      if (!axes.contains((long) axis)) {
        sizes.add(x.shape().size(axis));
      } else if (x.shape().known(axis) && x.shape().size(axis) != 1) {
        throw call.corrupt("axis " + axis + " of " + x.shape() + " is left out");
      }
    }
    return call.node("Squeeze", x.type(), new Shape(sizes), List.of(x, call.longs(axes))).value();
  }

  private static Value transpose(Call call) {
    Value x = call.value(0);
    List<Long> order = call.numbers(1);
    int[] axes = order.stream().mapToInt(axis -> call.axis(axis, x.shape().rank())).toArray();
    return new Rearrangement(call.graph()).transpose(x, axes);
  }

  private static Value expand(Call call, Value x, int sizes) {
    Shape shape = call.described(sizes);
    if (shape.rank() < x.shape().rank() || shape.sizes().stream().anyMatch(size -> size < -1)) {
      throw call.corrupt(x.shape() + " cannot fill " + shape);
    }
    return call.node("Expand", x.type(), shape, List.of(x, call.sizes(sizes))).value();
  }

  private static Value like(Call call, long number) {
    Value x = call.value(0);
    Value one = call.cast(call.whole(DataType.INT32, number), x.type());
    return call.node("Expand", x.type(), x.shape(), List.of(one, sizes(call, x))).value();
  }

  private static Value range(Call call) {
    List<Value> takes = List.of(call.value(0), call.value(1), call.value(2));
    return call.node("Range", takes.getFirst().type(), Shape.of(Shape.ANY), takes).value();
  }
}
