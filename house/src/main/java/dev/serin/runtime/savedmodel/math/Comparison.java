package dev.serin.runtime.savedmodel.math;

import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Comparisons, logic, and choices by them. */
final class Comparison {
  static final Map<String, OpRule> RULES =
      Map.ofEntries(
          compared("Less", "Less"),
          compared("LessEqual", "LessOrEqual"),
          compared("Greater", "Greater"),
          compared("GreaterEqual", "GreaterOrEqual"),
          compared("Equal", "Equal"),
          rule("NotEqual", call -> not(call, equal(call))),
          rule("LogicalAnd", call -> logical(call, "And", call.value(0), call.value(1))),
          rule("LogicalOr", call -> logical(call, "Or", call.value(0), call.value(1))),
          rule("LogicalNot", call -> not(call, call.value(0))),
          rule("IsNan", call -> tested(call, "IsNaN")),
          rule("IsInf", call -> tested(call, "IsInf")),
          rule("IsFinite", Comparison::finite),
          rule("SelectV2", call -> choose(call, call.value(0), call.value(1), call.value(2))),
          rule("Select", Comparison::select),
          rule("ClipByValue", Comparison::clip));

  private Comparison() {}

  private static Map.Entry<String, OpRule> rule(String name, Function<Call, Value> rule) {
    return Map.entry(name, OpRule.one(call -> call.live(rule.apply(call))));
  }

  private static Map.Entry<String, OpRule> compared(String name, String operator) {
    return rule(
        name,
        call -> {
          call.only("incompatible_shape_error", true);
          return compare(call, operator, call.value(0), call.value(1));
        });
  }

  private static Value equal(Call call) {
    call.only("incompatible_shape_error", true);
    return compare(call, "Equal", call.value(0), call.value(1));
  }

  static Value compare(Call call, String operator, Value one, Value two) {
    Shape shape = one.shape().broadcast(two.shape());
    return call.node(operator, DataType.BOOL, shape, List.of(one, two)).value();
  }

  static Value logical(Call call, String operator, Value one, Value two) {
    return compare(call, operator, one, two);
  }

  static Value not(Call call, Value test) {
    return call.node("Not", DataType.BOOL, test.shape(), List.of(test)).value();
  }

  /** The first where the test holds, else the second; all three broadcast. */
  static Value choose(Call call, Value test, Value one, Value two) {
    if (one.type() != two.type()) {
      throw call.corrupt("it chooses between " + one.type() + " and " + two.type());
    }
    Shape shape = test.shape().broadcast(one.shape()).broadcast(two.shape());
    return call.node("Where", one.type(), shape, List.of(test, one, two)).value();
  }

  /** The old choice: a test of one axis chooses whole rows. */
  private static Value select(Call call) {
    Value test = call.value(0);
    int rank = call.value(1).shape().rank();
    if (test.shape().rank() != 1 || rank <= 1) {
      return choose(call, test, call.value(1), call.value(2));
    }
    List<Long> sizes = new ArrayList<>(List.of(-1L));
    Shape shape = test.shape();
    for (int axis = 1; axis < rank; axis++) {
      sizes.add(1L);
      shape = shape.inserted(axis, 1);
    }
    Value rows = call.node("Reshape", test.type(), shape, List.of(test, call.longs(sizes))).value();
    return choose(call, rows, call.value(1), call.value(2));
  }

  private static Value tested(Call call, String operator) {
    Value x = call.value(0);
    return call.node(operator, DataType.BOOL, x.shape(), List.of(x)).value();
  }

  private static Value finite(Call call) {
    return not(call, logical(call, "Or", tested(call, "IsNaN"), tested(call, "IsInf")));
  }

  private static Value clip(Call call) {
    Value low = Arithmetic.two(call, "Max", call.value(0), call.value(1));
    return Arithmetic.two(call, "Min", low, call.value(2));
  }
}
