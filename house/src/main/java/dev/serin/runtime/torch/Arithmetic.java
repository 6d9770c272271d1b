package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** The four rules of arithmetic with their roundings, powers and remainders. */
final class Arithmetic {
  private Arithmetic() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(all, "add(self, other, alpha)", call -> sum(call, "self", "other", 1));
    Rule.one(all, "sub subtract(self, other, alpha)", call -> sum(call, "self", "other", -1));
    Rule.one(all, "rsub(self, other, alpha)", call -> sum(call, "other", "self", -1));
    Rule.one(
        all,
        "mul multiply(self, other)",
        call -> {
          Optional<Value> known = known(call, Dim::times);
          return known.orElseGet(() -> two(call, "Mul"));
        });
    Rule.one(all, "div divide(self, other, rounding_mode)", Arithmetic::quotient);
    Rule.one(all, "true_divide(self, other)", Arithmetic::quotient);
    Rule.one(all, "floor_divide(self, other)", call -> rounded(call, "floor"));
    Rule.one(all, "remainder(self, other)", Arithmetic::remainder);
    Rule.one(all, "fmod(self, other)", call -> modulo(call, numbers(call)));
    Rule.one(all, "pow(self, exponent)", Arithmetic::power);
    Rule.one(all, "square(self)", call -> square(call.draft(), call.tensor("self")));
    Rule.one(all, "maximum(self, other)", call -> two(call, "Max"));
    Rule.one(all, "minimum(self, other)", call -> two(call, "Min"));
    Rule.one(all, "addcmul(self, tensor1, tensor2, value)", call -> fused(call, "Mul"));
    Rule.one(all, "addcdiv(self, tensor1, tensor2, value)", call -> fused(call, "Div"));
    Rule.one(all, "lerp(self, end, weight)", Arithmetic::between);
    Rule.one(all, "hypot(self, other)", Arithmetic::hypotenuse);
  }

  static Value square(Draft draft, Value x) {
    return new Numeric(draft).multiply(x, x);
  }

  private static Value two(Call call, String operator) {
    Numeric numeric = new Numeric(call.draft());
    return numeric.two(operator, call, call.argument("self"), call.argument("other"));
  }

  private static List<Value> numbers(Call call) {
    return new Numeric(call.draft()).common(call, false, "self", "other");
  }

  /** Tensors without axes that hold sizes are calculated now, so that they stay known. */
  private static Optional<Value> known(Call call, BinaryOperator<Dim> function) {
    Optional<Dim> one = size(call, "self");
    Optional<Dim> two = size(call, "other");
    if (one.isEmpty() || two.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(call.draft().number(function.apply(one.get(), two.get())));
  }

  private static Optional<Dim> size(Call call, String name) {
    return switch (call.argument(name)) {
      case Argument.Whole(long number) -> Optional.of(Dim.of(number));
      case Argument.Size(Dim size) -> Optional.of(size);
      case Argument.Tensor(Value value) -> call.draft().number(value);
      default -> Optional.empty();
    };
  }

  private static Value sum(Call call, String first, String second, int sign) {
    Numeric numeric = new Numeric(call.draft());
    double alpha = call.real("alpha", 1);
    if (alpha == 1) {
      boolean minus = sign < 0;
      boolean ordered = first.equals("self");
      Optional<Value> known =
          known(call, (a, b) -> !minus ? a.plus(b) : ordered ? a.minus(b) : b.minus(a));
      if (known.isPresent()) {
        return known.get();
      }
    }
    List<Value> both = numeric.common(call, false, first, second);
    Value scaled = numeric.multiply(both.get(1), alpha);
    return numeric.two(sign > 0 ? "Add" : "Sub", both.get(0), scaled);
  }

  private static Value quotient(Call call) {
    String mode = call.text("rounding_mode", "");
    if (!mode.isEmpty()) {
      return rounded(call, mode);
    }
    List<Value> both = new Numeric(call.draft()).common(call, true, "self", "other");
    return new Numeric(call.draft()).divide(both.get(0), both.get(1));
  }

  private static Value rounded(Call call, String mode) {
    if (!mode.equals("floor") && !mode.equals("trunc")) {
      throw call.refuse("rounding_mode is '" + mode + "'");
    }
    Optional<Value> known = known(call, Dim::over); // sizes are not negative: both round alike
    if (known.isPresent()) {
      return known.get();
    }
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    List<Value> both = numbers(call);
    if (both.getFirst().type().floating()) {
      Value exact = numeric.divide(both.get(0), both.get(1));
      return mode.equals("floor") ? draft.map("Floor", exact) : Functions.truncated(draft, exact);
    }
    if (mode.equals("trunc")) {
      return numeric.divide(both.get(0), both.get(1));
    }
    Value rest = numeric.two("Mod", both.get(0), both.get(1));
    return numeric.divide(numeric.subtract(both.get(0), rest), both.get(1));
  }

  private static Value remainder(Call call) {
    Optional<Value> known = known(call, Dim::modulo);
    if (known.isPresent()) {
      return known.get();
    }
    Numeric numeric = new Numeric(call.draft());
    List<Value> both = numbers(call);
    if (!both.getFirst().type().floating()) {
      return numeric.two("Mod", both.get(0), both.get(1));
    }
    Value rest = modulo(call, both);
    Value signs = numeric.compare("Less", numeric.multiply(rest, both.get(1)), 0);
    return numeric.where(signs, numeric.add(rest, both.get(1)), rest);
  }

  /** The remainder with the sign of the dividend. */
  private static Value modulo(Call call, List<Value> both) {
    DataType wide = Numeric.computing(both.getFirst().type());
    List<Value> takes = both.stream().map(each -> call.draft().cast(each, wide)).toList();
    Attribute likeC = new Attribute.Whole("fmod", 1);
    Value rest = call.draft().spread("Mod", takes, wide, likeC);
    return call.draft().cast(rest, both.getFirst().type());
  }

  private static Value power(Call call) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    List<Value> both = numeric.common(call, false, "self", "exponent");
    double exponent =
        switch (call.argument("exponent")) {
          case Argument.Real(double number) -> number;
          case Argument.Whole(long number) -> number;
          default -> Double.NaN;
        };
    Value x = both.getFirst();
    if (exponent == 2) {
      return square(draft, x);
    }
    if (exponent == 0.5 && x.type().floating()) {
      return draft.map("Sqrt", x);
    }
    return exponent == 1 ? x : numeric.two("Pow", x, both.get(1));
  }

  private static Value fused(Call call, String operator) {
    Numeric numeric = new Numeric(call.draft());
    boolean real = operator.equals("Div");
    List<Value> all = numeric.common(call, real, "self", "tensor1", "tensor2");
    Value middle = numeric.two(operator, all.get(1), all.get(2));
    return numeric.add(all.get(0), numeric.multiply(middle, call.real("value", 1)));
  }

  private static Value between(Call call) {
    Numeric numeric = new Numeric(call.draft());
    List<Value> all = numeric.common(call, true, "self", "end", "weight");
    Value way = numeric.subtract(all.get(1), all.get(0));
    return numeric.add(all.get(0), numeric.multiply(way, all.get(2)));
  }

  private static Value hypotenuse(Call call) {
    Draft draft = call.draft();
    List<Value> both = new Numeric(draft).common(call, true, "self", "other");
    Value sum = new Numeric(draft).add(square(draft, both.get(0)), square(draft, both.get(1)));
    return draft.map("Sqrt", sum);
  }
}
