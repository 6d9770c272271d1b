package dev.serin.runtime.savedmodel.math;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.tensor.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Functions of one number, activations among them, and changes of the datatype. */
final class Single {
  private static final List<String> SAME_NAME =
      List.of(
          "Abs",
          "Acos",
          "Acosh",
          "Asin",
          "Asinh",
          "Atan",
          "Atanh",
          "Ceil",
          "Cos",
          "Cosh",
          "Elu",
          "Erf",
          "Exp",
          "Floor",
          "Log",
          "Neg",
          "Relu",
          "Round",
          "Selu",
          "Sigmoid",
          "Sign",
          "Sin",
          "Sinh",
          "Softplus",
          "Softsign",
          "Sqrt",
          "Tan",
          "Tanh",
          "Reciprocal");

  static final Map<String, OpRule> RULES = rules();

  private Single() {}

  private static Map<String, OpRule> rules() {
    Map<String, OpRule> rules = new HashMap<>();
    for (String name : SAME_NAME) {
      add(rules, name, call -> map(call, name, call.value(0)));
    }
    add(rules, "Inv", call -> map(call, "Reciprocal", call.value(0)));
    add(rules, "Rint", call -> map(call, "Round", call.value(0)));
    add(rules, "Round", Single::rounded);
    add(rules, "Sign", call -> map(call, "Sign", call.value(0)));
    add(rules, "Invert", call -> map(call, "BitwiseNot", call.value(0)));
    add(rules, "Square", call -> Arithmetic.two(call, "Mul", call.value(0), call.value(0)));
    add(rules, "Rsqrt", call -> map(call, "Reciprocal", map(call, "Sqrt", call.value(0))));
    add(rules, "Log1p", call -> map(call, "Log", plus(call, call.value(0), 1)));
    add(rules, "Expm1", call -> plus(call, map(call, "Exp", call.value(0)), -1));
    add(rules, "Erfc", Single::erfc);
    add(rules, "Relu6", Single::relu6);
    add(rules, "LeakyRelu", Single::leakyRelu);
    add(rules, "Cast", Single::cast);
    add(rules, "Softmax", call -> alongLast(call, "Softmax"));
    add(rules, "LogSoftmax", call -> alongLast(call, "LogSoftmax"));
    return Map.copyOf(rules);
  }

  private static void add(Map<String, OpRule> rules, String name, Function<Call, Value> rule) {
    rules.put(name, OpRule.one(call -> call.live(rule.apply(call))));
  }

  static Value map(Call call, String operator, Value x, Attribute... with) {
    return call.node(operator, x.type(), x.shape(), List.of(x), with).value();
  }

  private static Value plus(Call call, Value x, double number) {
    return Arithmetic.two(call, "Add", x, call.real(x.type(), number));
  }

  private static Value rounded(Call call) {
    Value x = call.value(0);
    return x.type().floating() ? map(call, "Round", x) : x;
  }

  private static Value erfc(Call call) {
    Value erf = map(call, "Erf", call.value(0));
    return Arithmetic.two(call, "Sub", call.real(erf.type(), 1), erf);
  }

  private static Value relu6(Call call) {
    Value x = call.value(0);
    List<Value> takes = List.of(x, call.real(x.type(), 0), call.real(x.type(), 6));
    return call.node("Clip", x.type(), x.shape(), takes).value();
  }

  private static Value leakyRelu(Call call) {
    return map(
        call, "LeakyRelu", call.value(0), new Attribute.Real("alpha", call.real("alpha", 0.2f)));
  }

  private static Value cast(Call call) {
    call.only("Truncate", false);
    call.ignore("SrcT");
    return call.cast(call.value(0), call.type("DstT", DataType.FP32));
  }

  private static Value alongLast(Call call, String operator) {
    return map(call, operator, call.value(0), new Attribute.Whole("axis", -1));
  }
}
