package dev.serin.runtime.savedmodel.math;

import dev.serin.graph.Attribute;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Operators that make one number of many, or run along an axis. */
final class Reductions {
  static final Map<String, OpRule> RULES =
      Map.ofEntries(
          rule("Mean", call -> reduced(call, "ReduceMean", call.value(0))),
          rule("Sum", call -> reduced(call, "ReduceSum", call.value(0))),
          rule("Max", call -> reduced(call, "ReduceMax", call.value(0))),
          rule("Min", call -> reduced(call, "ReduceMin", call.value(0))),
          rule("Prod", call -> reduced(call, "ReduceProd", call.value(0))),
          rule("EuclideanNorm", call -> reduced(call, "ReduceL2", call.value(0))),
          rule("All", call -> logical(call, "ReduceMin")),
          rule("Any", call -> logical(call, "ReduceMax")),
          rule("ArgMax", call -> place(call, "ArgMax")),
          rule("ArgMin", call -> place(call, "ArgMin")),
          rule("Cumsum", Reductions::cumulated),
          rule("Cumprod", Reductions::multiplied),
          rule("L2Loss", Reductions::halfSquares));

  private static final int LONGEST = 128;

  private Reductions() {}

  private static Map.Entry<String, OpRule> rule(String name, Function<Call, Value> rule) {
    return Map.entry(name, OpRule.one(call -> call.live(rule.apply(call))));
  }

  private static Value reduced(Call call, String operator, Value x) {
    boolean keep = call.flag("keep_dims", false);
    Set<Long> axes = new TreeSet<>();
    for (long axis : call.numbers(1)) {
      axes.add((long) call.axis(axis, x.shape().rank()));
    }
    if (axes.isEmpty()) {
      return x; // ONNX would take no axes as all of them
    }
    List<Long> sizes = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      if (!axes.contains((long) axis)) {
        sizes.add(x.shape().size(axis));
      } else if (keep) {
        sizes.add(1L);
      }
    }
    List<Value> takes = List.of(x, call.longs(List.copyOf(axes)));
    Attribute kept = new Attribute.Whole("keepdims", keep ? 1 : 0);
    return call.node(operator, x.type(), new Shape(sizes), takes, kept).value();
  }

  private static Value logical(Call call, String operator) {
    Value numbers = call.cast(call.value(0), DataType.INT32);
    return call.cast(reduced(call, operator, numbers), DataType.BOOL);
  }

  private static Value place(Call call, String operator) {
    Value x = call.value(0);
    int axis = call.count() > 1 ? call.axis(1, x.shape().rank()) : 0;
    Shape shape = x.shape().part(0, axis).followedBy(x.shape().part(axis + 1, x.shape().rank()));
    Attribute along = new Attribute.Whole("axis", axis);
    Attribute kept = new Attribute.Whole("keepdims", 0);
    Value found = call.node(operator, DataType.INT64, shape, List.of(x), along, kept).value();
    return call.cast(found, call.type("output_type", DataType.INT64));
  }

  private static Value cumulated(Call call) {
    Value x = call.value(0);
    Value axis = call.whole(DataType.INT64, call.axis(1, x.shape().rank()));
    Attribute exclusive = new Attribute.Whole("exclusive", call.flag("exclusive", false) ? 1 : 0);
    Attribute reverse = new Attribute.Whole("reverse", call.flag("reverse", false) ? 1 : 0);
    return call.node("CumSum", x.type(), x.shape(), List.of(x, axis), exclusive, reverse).value();
  }

  /** Unfolded, as ONNX has no such operator. */
  private static Value multiplied(Call call) {
    Value x = call.value(0);
    int axis = call.axis(1, x.shape().rank());
    boolean reverse = call.flag("reverse", false);
    boolean exclusive = call.flag("exclusive", false);
    long size = x.shape().fixed(axis);
    if (size < 1 || size > LONGEST) {
      throw call.refuse("it multiplies along an axis of " + size);
    }
    Rearrangement move = new Rearrangement(call.graph());
    Value given = reverse ? move.reverse(x, axis) : x;
    List<Value> products = new ArrayList<>();
    Value first = move.slice(given, axis, 0, 1);
    Shape part = first.shape();
    products.add(exclusive ? ones(call, first) : first);
    for (long i = 1; i < size; i++) {
      Value next = move.slice(given, axis, exclusive ? i - 1 : i, 1);
      List<Value> both = List.of(products.getLast(), next);
      products.add(call.node("Mul", x.type(), part, both).value());
    }
    Value all = products.size() == 1 ? products.getFirst() : move.concat(products, axis);
    return reverse ? move.reverse(all, axis) : all;
  }

  private static Value ones(Call call, Value like) {
    Shape rank = Shape.of(like.shape().rank());
    Value sizes = call.node("Shape", DataType.INT64, rank, List.of(like)).value();
    Value one = call.cast(call.whole(DataType.INT32, 1), like.type());
    return call.node("Expand", like.type(), like.shape(), List.of(one, sizes)).value();
  }

  private static Value halfSquares(Call call) {
    Value x = call.value(0);
    Attribute kept = new Attribute.Whole("keepdims", 0);
    Value sum = call.node("ReduceSumSquare", x.type(), Shape.of(), List.of(x), kept).value();
    return Arithmetic.two(call, "Mul", sum, call.real(x.type(), 0.5));
  }
}
