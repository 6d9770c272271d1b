package dev.serin.runtime.savedmodel.math;

import dev.serin.graph.Attribute;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Operators that compute a number of two, element by element, broadcast by the rule of NumPy. */
final class Arithmetic {
  static final Map<String, OpRule> RULES =
      Map.ofEntries(
          plain("Add", "Add"),
          plain("AddV2", "Add"),
          plain("Sub", "Sub"),
          plain("Mul", "Mul"),
          plain("RealDiv", "Div"),
          plain("Maximum", "Max"),
          plain("Minimum", "Min"),
          plain("Pow", "Pow"),
          plain("TruncateDiv", "Div"),
          plain("BitwiseAnd", "BitwiseAnd"),
          plain("BitwiseOr", "BitwiseOr"),
          plain("BitwiseXor", "BitwiseXor"),
          pair("Div", Arithmetic::divided),
          pair("AddN", Arithmetic::sum),
          pair("SquaredDifference", Arithmetic::squaredDifference),
          pair("FloorDiv", Arithmetic::floorDivided),
          pair("FloorMod", Arithmetic::floorRemainder),
          pair("Mod", Arithmetic::remainder),
          pair("TruncateMod", Arithmetic::remainder),
          pair("DivNoNan", call -> unlessZero(call, 1, "Div", call.value(0), call.value(1))),
          pair("MulNoNan", call -> unlessZero(call, 1, "Mul", call.value(0), call.value(1))),
          pair("Xdivy", call -> unlessZero(call, 0, "Div", call.value(0), call.value(1))),
          pair("Xlogy", call -> unlessZero(call, 0, "Mul", call.value(0), map(call, "Log"))),
          pair("Xlog1py", Arithmetic::xlog1py),
          pair("Atan2", Arithmetic::atan2));

  private Arithmetic() {}

  private static Map.Entry<String, OpRule> plain(String name, String operator) {
    return pair(name, call -> two(call, operator, call.value(0), call.value(1)));
  }

  private static Map.Entry<String, OpRule> pair(String name, Function<Call, Value> rule) {
    return Map.entry(name, OpRule.one(call -> call.live(rule.apply(call))));
  }

  /** Two operands of one datatype, broadcast. */
  static Value two(Call call, String operator, Value one, Value two, Attribute... with) {
    if (one.type() != two.type() && !operator.equals("Pow")) {
      throw call.corrupt("it computes with " + one.type() + " and " + two.type());
    }
    Shape shape = one.shape().broadcast(two.shape());
    return call.node(operator, one.type(), shape, List.of(one, two), with).value();
  }

  private static Value map(Call call, String operator) {
    Value y = call.value(1);
    return call.node(operator, y.type(), y.shape(), List.of(y)).value();
  }

  private static Value divided(Call call) {
    return call.tensor(0).type().floating()
        ? two(call, "Div", call.value(0), call.value(1))
        : floorDivided(call);
  }

  private static Value sum(Call call) {
    Value sum = call.value(0);
    for (int i = 1; i < call.count(); i++) {
      sum = two(call, "Add", sum, call.value(i));
    }
    return sum;
  }

  private static Value squaredDifference(Call call) {
    Value difference = two(call, "Sub", call.value(0), call.value(1));
    return two(call, "Mul", difference, difference);
  }

  private static Value floorDivided(Call call) {
    Value x = call.value(0);
    Value y = call.value(1);
    if (x.type().floating()) {
      Value quotient = two(call, "Div", x, y);
      return call.node("Floor", x.type(), quotient.shape(), List.of(quotient)).value();
    }
    return two(call, "Div", two(call, "Sub", x, two(call, "Mod", x, y)), y);
  }

  /** The remainder with the sign of the divisor. */
  private static Value floorRemainder(Call call) {
    Value x = call.value(0);
    Value y = call.value(1);
    if (!x.type().floating()) {
      return two(call, "Mod", x, y);
    }
    Value rest = remainder(call);
    Value zero = call.real(x.type(), 0);
    Value some = Comparison.not(call, Comparison.compare(call, "Equal", rest, zero));
    Value below = Comparison.compare(call, "Less", rest, zero);
    Value other = Comparison.logical(call, "Xor", below, Comparison.compare(call, "Less", y, zero));
    Value turn = Comparison.logical(call, "And", some, other);
    return Comparison.choose(call, turn, two(call, "Add", rest, y), rest);
  }

  private static Value remainder(Call call) {
    return two(call, "Mod", call.value(0), call.value(1), new Attribute.Whole("fmod", 1));
  }

  /** Zero where one operand is, whatever the other is. */
  private static Value unlessZero(Call call, int which, String operator, Value one, Value two) {
    Value zero = call.real(one.type(), 0);
    Value test = Comparison.compare(call, "Equal", call.value(which), zero);
    return Comparison.choose(call, test, zero, two(call, operator, one, two));
  }

  private static Value xlog1py(Call call) {
    Value y = call.value(1);
    Value more = two(call, "Add", y, call.real(y.type(), 1));
    Value log = call.node("Log", y.type(), y.shape(), List.of(more)).value();
    return unlessZero(call, 0, "Mul", call.value(0), log);
  }

  /**
   * The angle of (x, y) by its half plane: of y / x, turned by half a circle where x is below 0.
   */
  private static Value atan2(Call call) {
    Value y = call.value(0);
    Value x = call.value(1);
    DataType type = x.type();
    Value zero = call.real(type, 0);
    Value quotient = two(call, "Div", y, x);
    Value angle = call.node("Atan", type, quotient.shape(), List.of(quotient)).value();
    Value below = Comparison.compare(call, "Less", y, zero);
    Value half =
        Comparison.choose(call, below, call.real(type, -Math.PI), call.real(type, Math.PI));
    Value left = Comparison.compare(call, "Less", x, zero);
    Value turned = Comparison.choose(call, left, two(call, "Add", angle, half), angle);
    Value sign = call.node("Sign", type, y.shape(), List.of(y)).value();
    Value right = two(call, "Mul", sign, call.real(type, Math.PI / 2));
    return Comparison.choose(call, Comparison.compare(call, "Equal", x, zero), right, turned);
  }
}
