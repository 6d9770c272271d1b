package dev.serin.runtime.torch.python.module;

import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Thing;
import dev.serin.runtime.torch.python.Thing.Given;
import dev.serin.runtime.torch.python.Trouble;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** The module {@code math}. */
final class Mathematics {
  private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
      Map.ofEntries(
          Map.entry("sqrt", Math::sqrt),
          Map.entry("exp", Math::exp),
          Map.entry("log", Math::log),
          Map.entry("log10", Math::log10),
          Map.entry("log2", x -> Math.log(x) / Math.log(2)),
          Map.entry("sin", Math::sin),
          Map.entry("cos", Math::cos),
          Map.entry("tan", Math::tan),
          Map.entry("tanh", Math::tanh),
          Map.entry("atan", Math::atan),
          Map.entry("fabs", Math::abs),
          Map.entry("radians", Math::toRadians));

  private Mathematics() {}

  static Thing member(String name, Interpreter in) {
    DoubleUnaryOperator function = FUNCTIONS.get(name);
    if (function != null) {
      return new Thing.Native(name, (given, inner) -> applied(name, function, given, inner));
    }
    return switch (name) {
      case "pi" -> new Thing.Real(Math.PI);
      case "e" -> new Thing.Real(Math.E);
      case "inf" -> new Thing.Real(Double.POSITIVE_INFINITY);
      case "nan" -> new Thing.Real(Double.NaN);
      case "floor" ->
          new Thing.Native(name, (given, inner) -> whole(Math.floor(one(given, inner)), inner));
      case "ceil" ->
          new Thing.Native(name, (given, inner) -> whole(Math.ceil(one(given, inner)), inner));
      case "trunc" ->
          new Thing.Native(name, (given, inner) -> whole((long) one(given, inner), inner));
      case "isqrt" ->
          new Thing.Native(
              name, (given, inner) -> whole(Math.floor(Math.sqrt(one(given, inner))), inner));
      case "pow" ->
          new Thing.Native(
              name,
              (given, inner) ->
                  new Thing.Real(Math.pow(one(given, inner), number(given, 1, inner))));
      case "gcd" ->
          new Thing.Native(
              name,
              (given, inner) -> gcd((long) one(given, inner), (long) number(given, 1, inner)));
      case "prod" -> new Thing.Native(name, Mathematics::product);
      default -> throw Trouble.value(in.place(), "math." + name + " is not read");
    };
  }

  private static Thing applied(
      String name, DoubleUnaryOperator function, Given given, Interpreter in) {
    double value = function.applyAsDouble(one(given, in));
    if (name.equals("log") && given.list().size() == 2) {
      value /= Math.log(number(given, 1, in));
    }
    if (Double.isNaN(value)) {
      throw Trouble.value(in.place(), "math." + name + "() is outside of its domain");
    }
    return new Thing.Real(value);
  }

  private static double one(Given given, Interpreter in) {
    return number(given, 0, in);
  }

  private static double number(Given given, int place, Interpreter in) {
    if (given.list().size() <= place) {
      throw Trouble.value(in.place(), "a function of math is given too little");
    }
    if (given.list().get(place) instanceof Thing.Size) {
      throw Trouble.dependent(in.place(), "a number depends on a size that is left open");
    }
    return Literals.number(given.list().get(place), in);
  }

  private static Thing whole(double number, Interpreter in) {
    if (Math.abs(number) >= 0x1p62) {
      throw Trouble.value(in.place(), "a whole number is too large");
    }
    return new Thing.Whole((long) number);
  }

  private static Thing gcd(long a, long b) {
    return b == 0 ? new Thing.Whole(Math.abs(a)) : gcd(b, a % b);
  }

  private static Thing product(Given given, Interpreter in) {
    Thing product = new Thing.Whole(1);
    if (!given.list().isEmpty()) {
      for (Thing item : in.items(given.list().getFirst())) {
        product = in.binary("*", product, item);
      }
    }
    return product;
  }
}
