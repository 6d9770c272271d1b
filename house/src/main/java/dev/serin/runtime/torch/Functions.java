package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/** Functions of one number, comparisons, logic and choices between two. */
final class Functions {
  private static final Map<String, String> SAME_NAME =
      Map.ofEntries(
          Map.entry("exp", "Exp"),
          Map.entry("log", "Log"),
          Map.entry("sqrt", "Sqrt"),
          Map.entry("sin", "Sin"),
          Map.entry("cos", "Cos"),
          Map.entry("tan", "Tan"),
          Map.entry("asin arcsin", "Asin"),
          Map.entry("acos arccos", "Acos"),
          Map.entry("atan arctan", "Atan"),
          Map.entry("sinh", "Sinh"),
          Map.entry("cosh", "Cosh"),
          Map.entry("asinh", "Asinh"),
          Map.entry("acosh", "Acosh"),
          Map.entry("atanh", "Atanh"),
          Map.entry("erf special_erf", "Erf"),
          Map.entry("reciprocal", "Reciprocal"));
  private static final Map<String, String> COMPARISONS =
      Map.of(
          "eq", "Equal",
          "lt less", "Less",
          "le less_equal", "LessOrEqual",
          "gt greater", "Greater",
          "ge greater_equal", "GreaterOrEqual");

  private Functions() {}

  static void addTo(Map<String, Rule> all) {
    SAME_NAME.forEach((names, operator) -> Rule.one(all, names + "(self)", mapped(operator)));
    COMPARISONS.forEach(
        (names, operator) -> Rule.one(all, names + "(self, other)", compared(operator)));
    Rule.one(
        all,
        "ne not_equal(self, other)",
        call -> call.draft().map("Not", compared("Equal").lower(call)));
    for (String name : List.of("and", "or", "xor")) {
      String upper = name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
      Rule.one(all, "logical_" + name + "(self, other)", call -> logic(call, upper, true));
      Rule.one(
          all,
          "bitwise_" + name + " __" + name + "__(self, other)",
          call -> logic(call, upper, false));
    }
    Rule.one(
        all,
        "logical_not(self)",
        call -> call.draft().map("Not", call.draft().cast(call.tensor("self"), DataType.BOOL)));
    Rule.one(
        all,
        "bitwise_not(self)",
        call -> {
          Value x = call.tensor("self");
          return call.draft().map(x.type() == DataType.BOOL ? "Not" : "BitwiseNot", x);
        });
    addRounding(all);
    addLogarithms(all);
    addTests(all);
    addChoices(all);
  }

  private static Rule.One mapped(String operator) {
    return call ->
        new Numeric(call.draft()).real(call.tensor("self"), x -> call.draft().map(operator, x));
  }

  private static Rule.One compared(String operator) {
    return call ->
        new Numeric(call.draft())
            .compare(operator, call, call.argument("self"), call.argument("other"));
  }

  private static Value logic(Call call, String operator, boolean truth) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    DataType type = Promotion.of(List.of(call.argument("self"), call.argument("other")));
    DataType as = truth ? DataType.BOOL : type;
    List<Value> both =
        List.of(
            numeric.value(call, call.argument("self"), as),
            numeric.value(call, call.argument("other"), as));
    return draft.spread(as == DataType.BOOL ? operator : "Bitwise" + operator, both, as);
  }

  private static void addRounding(Map<String, Rule> all) {
    for (String name : List.of("floor", "ceil", "round")) {
      String operator = name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
      Rule.one(
          all,
          name + "(self, decimals)",
          call -> {
            Value x = call.tensor("self");
            long decimals = name.equals("round") ? call.whole("decimals", 0) : 0;
            return x.type().floating() ? rounded(call, operator, x, decimals) : x;
          });
    }
    Rule.one(
        all,
        "trunc fix(self)",
        call -> {
          Value x = call.tensor("self");
          return x.type().floating() ? truncated(call.draft(), x) : x;
        });
    Rule.one(
        all,
        "frac(self)",
        call -> {
          Value x = call.tensor("self");
          return new Numeric(call.draft()).subtract(x, truncated(call.draft(), x));
        });
    for (String name : List.of("abs", "neg", "sign")) {
      String operator = name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
      String names =
          name.equals("abs") ? "abs absolute" : name.equals("neg") ? "neg negative" : name;
      Rule.one(
          all,
          names + "(self)",
          call -> {
            Value x = call.tensor("self");
            Value wide = call.draft().cast(x, Numeric.computing(x.type()));
            return call.draft().cast(call.draft().map(operator, wide), x.type());
          });
    }
  }

  /** To so many digits behind the point, or to as many zeros before it. */
  private static Value rounded(Call call, String operator, Value x, long decimals) {
    if (decimals == 0) {
      return call.draft().map(operator, x);
    }
    if (Math.abs(decimals) > 30) {
      throw call.refuse("decimals is " + decimals);
    }
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value power = draft.scalar(x.type(), Math.pow(10, Math.abs(decimals)));
    boolean behind = decimals > 0;
    Value scaled = behind ? numeric.multiply(x, power) : numeric.divide(x, power);
    Value whole = draft.map(operator, scaled);
    return behind ? numeric.divide(whole, power) : numeric.multiply(whole, power);
  }

  /** Cut towards zero. */
  static Value truncated(Draft draft, Value x) {
    Value size = draft.map("Floor", draft.map("Abs", x));
    return new Numeric(draft).multiply(draft.map("Sign", x), size);
  }

  private static void addLogarithms(Map<String, Rule> all) {
    real(all, "rsqrt(self)", (draft, x) -> draft.map("Reciprocal", draft.map("Sqrt", x)));
    real(all, "log2(self)", (draft, x) -> scaledLog(draft, x, Math.log(2)));
    real(all, "log10(self)", (draft, x) -> scaledLog(draft, x, Math.log(10)));
    real(all, "log1p special_log1p(self)", (draft, x) -> draft.map("Log", plus(draft, x, 1)));
    real(all, "expm1 special_expm1(self)", (draft, x) -> plus(draft, draft.map("Exp", x), -1));
    real(
        all,
        "exp2 special_exp2(self)",
        (draft, x) -> draft.map("Exp", new Numeric(draft).multiply(x, Math.log(2))));
    real(
        all,
        "erfc special_erfc(self)",
        (draft, x) -> plus(draft, draft.map("Neg", draft.map("Erf", x)), 1));
    real(all, "deg2rad(self)", (draft, x) -> new Numeric(draft).multiply(x, Math.PI / 180));
  }

  /** A function of a real number. */
  interface Real {
    Value of(Draft draft, Value x);
  }

  static void real(Map<String, Rule> all, String schema, Real function) {
    Rule.one(
        all,
        schema,
        call ->
            new Numeric(call.draft()).real(call.tensor("self"), x -> function.of(call.draft(), x)));
  }

  private static Value plus(Draft draft, Value x, double number) {
    return new Numeric(draft).add(x, number);
  }

  private static Value scaledLog(Draft draft, Value x, double by) {
    return new Numeric(draft).multiply(draft.map("Log", x), 1 / by);
  }

  private static void addTests(Map<String, Rule> all) {
    Rule.one(all, "isnan(self)", call -> test(call.draft(), "IsNaN", call.tensor("self")));
    Rule.one(all, "isinf(self)", call -> test(call.draft(), "IsInf", call.tensor("self")));
    Rule.one(
        all,
        "isfinite(self)",
        call -> {
          Draft draft = call.draft();
          Value x = call.tensor("self");
          List<Value> both = List.of(test(draft, "IsNaN", x), test(draft, "IsInf", x));
          return draft.map("Not", draft.spread("Or", both, DataType.BOOL));
        });
    Rule.one(
        all,
        "nan_to_num(self, nan, posinf, neginf)",
        call -> {
          Draft draft = call.draft();
          Numeric numeric = new Numeric(draft);
          Value x = call.tensor("self");
          float most = Float.MAX_VALUE;
          Value zero = draft.scalar(x.type(), call.real("nan", 0));
          Value high = draft.scalar(x.type(), call.real("posinf", most));
          Value low = draft.scalar(x.type(), call.real("neginf", -most));
          Value up = numeric.compare("Equal", x, Double.POSITIVE_INFINITY);
          Value down = numeric.compare("Equal", x, Double.NEGATIVE_INFINITY);
          Value inside = numeric.where(up, high, numeric.where(down, low, x));
          return numeric.where(test(draft, "IsNaN", x), zero, inside);
        });
  }

  private static Value test(Draft draft, String operator, Value x) {
    Value real = draft.cast(x, Numeric.real(x.type()));
    return draft.node(operator, List.of(real), DataType.BOOL, draft.sizes(x));
  }

  private static void addChoices(Map<String, Rule> all) {
    Rule.one(
        all,
        "where(condition, self, other)",
        call -> {
          Numeric numeric = new Numeric(call.draft());
          if (!call.has("self")) {
            throw Refusal.dataDependent(call.place(), "the number of places of torch.where");
          }
          List<Value> both = numeric.common(call, false, "self", "other");
          return numeric.where(call.tensor("condition"), both.get(0), both.get(1));
        });
    Rule.one(
        all,
        "masked_fill(self, mask, value)",
        call -> {
          Numeric numeric = new Numeric(call.draft());
          Value x = call.tensor("self");
          Value value = numeric.value(call, call.argument("value"), x.type());
          return numeric.where(call.tensor("mask"), value, x);
        });
    Rule.one(all, "clamp clip(self, min, max)", call -> clamped(call, "min", "max"));
    Rule.one(all, "clamp_min(self, min)", call -> clamped(call, "min", ""));
    Rule.one(all, "clamp_max(self, max)", call -> clamped(call, "", "max"));
    Rule.one(
        all,
        "heaviside(self, values)",
        call -> {
          Draft draft = call.draft();
          Numeric numeric = new Numeric(draft);
          Value x = call.tensor("self");
          Value step = draft.cast(numeric.compare("Greater", x, 0), x.type());
          return numeric.where(numeric.compare("Equal", x, 0), call.tensor("values"), step);
        });
  }

  private static Value clamped(Call call, String low, String high) {
    Numeric numeric = new Numeric(call.draft());
    Argument result = call.argument("self");
    for (String bound : List.of(low, high)) {
      if (!bound.isEmpty() && call.has(bound)) {
        String operator = bound.equals("min") ? "Max" : "Min";
        result = new Argument.Tensor(numeric.two(operator, call, result, call.argument(bound)));
      }
    }
    return result instanceof Argument.Tensor(Value value) ? value : call.tensor("self");
  }

  /** Between two numbers. */
  static Value between(Draft draft, Value x, double low, double high) {
    List<Value> takes = List.of(x, draft.scalar(x.type(), low), draft.scalar(x.type(), high));
    return draft.node("Clip", takes, x.type(), draft.sizes(x), new Attribute[0]);
  }
}
