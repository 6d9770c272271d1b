package dev.serin.runtime.torch.script;

import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What operators of torch mean for plain numbers, truth values and texts. */
final class Numbers {
  private static final String SIZE = "a size of the input";
  private static final Set<String> COMPARING = Set.of("eq", "ne", "lt", "le", "gt", "ge");

  private Numbers() {}

  /** The result, empty when this is no operator on numbers. */
  static Optional<Thing> of(String name, List<Thing> given, String place) {
    try {
      return switch (given.size()) {
        case 1 -> one(name, given.getFirst());
        case 2 -> two(name, given.get(0), given.get(1), place);
        default -> Optional.empty();
      };
    } catch (ArithmeticException wrong) {
      throw Refusal.corrupt(place, name + ": " + wrong.getMessage());
    }
  }

  private static Optional<Thing> one(String name, Thing x) {
    if (x instanceof Thing.Whole(Dim whole)) {
      Optional<Thing> result =
          switch (name) {
            case "neg" -> Optional.of(new Thing.Whole(whole.times(Dim.of(-1))));
            case "floor", "ceil", "round", "trunc", "Int", "int" -> Optional.of(x);
            case "abs" -> Optional.of(whole.known() ? Thing.Whole.of(Math.abs(known(whole))) : x);
            default -> Optional.empty();
          };
      if (result.isPresent()) {
        return result;
      }
    }
    Optional<Double> real = real(x);
    return real.isEmpty() ? Optional.empty() : function(name, real.get());
  }

  private static Optional<Thing> function(String name, double x) {
    return switch (name) {
      case "neg" -> Optional.of(new Thing.Real(-x));
      case "abs", "fabs" -> Optional.of(new Thing.Real(Math.abs(x)));
      case "sqrt" -> Optional.of(new Thing.Real(Math.sqrt(x)));
      case "exp" -> Optional.of(new Thing.Real(Math.exp(x)));
      case "log" -> Optional.of(new Thing.Real(Math.log(x)));
      case "floor" -> Optional.of(Thing.Whole.of((long) Math.floor(x)));
      case "ceil" -> Optional.of(Thing.Whole.of((long) Math.ceil(x)));
      case "round" -> Optional.of(new Thing.Real(Math.rint(x)));
      case "isnan" -> Optional.of(new Thing.Flag(Double.isNaN(x)));
      default -> Optional.empty();
    };
  }

  private static long known(Dim whole) {
    return whole.number().getAsLong();
  }

  private static Optional<Double> real(Thing x) {
    return switch (x) {
      case Thing.Real(double value) -> Optional.of(value);
      case Thing.Whole(Dim value) when value.known() -> Optional.of((double) known(value));
      case Thing.Flag(boolean value) -> Optional.of(value ? 1.0 : 0.0);
      default -> Optional.empty();
    };
  }

  private static Optional<Thing> two(String name, Thing one, Thing two, String place) {
    if (COMPARING.contains(name)) {
      return compared(name, one, two);
    }
    Optional<Dim> left = whole(one);
    Optional<Dim> right = whole(two);
    if (left.isPresent() && right.isPresent()) {
      Optional<Thing> result = wholes(name, left.get(), right.get());
      if (result.isPresent()) {
        return result;
      }
    }
    if (one instanceof Thing.Flag(boolean first) && two instanceof Thing.Flag(boolean second)) {
      return flags(name, first, second);
    }
    Optional<Double> first = real(one);
    Optional<Double> second = real(two);
    if (first.isEmpty() || second.isEmpty()) {
      boolean open =
          left.isPresent() && second.isPresent() || right.isPresent() && first.isPresent();
      if (open) {
        throw Refusal.value(place, "a real number that is made of " + SIZE);
      }
      return Optional.empty();
    }
    return reals(name, first.get(), second.get());
  }

  private static Optional<Dim> whole(Thing x) {
    return switch (x) {
      case Thing.Whole(Dim value) -> Optional.of(value);
      default -> Optional.empty();
    };
  }

  private static Optional<Thing> wholes(String name, Dim one, Dim two) {
    boolean known = one.known() && two.known();
    return switch (name) {
      case "add" -> Optional.of(new Thing.Whole(one.plus(two)));
      case "sub" -> Optional.of(new Thing.Whole(one.minus(two)));
      case "mul" -> Optional.of(new Thing.Whole(one.times(two)));
      case "floordiv", "floor_divide" -> Optional.of(new Thing.Whole(one.over(two)));
      case "remainder" -> Optional.of(new Thing.Whole(one.modulo(two)));
      case "max" ->
          known ? Optional.of(Thing.Whole.of(Math.max(known(one), known(two)))) : same(one, two);
      case "min" ->
          known ? Optional.of(Thing.Whole.of(Math.min(known(one), known(two)))) : same(one, two);
      case "__and__" ->
          known ? Optional.of(Thing.Whole.of(known(one) & known(two))) : Optional.empty();
      case "__or__" ->
          known ? Optional.of(Thing.Whole.of(known(one) | known(two))) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Thing> same(Dim one, Dim two) {
    return one.equals(two) ? Optional.of(new Thing.Whole(one)) : Optional.empty();
  }

  private static Optional<Thing> flags(String name, boolean one, boolean two) {
    return switch (name) {
      case "__and__", "and" -> Optional.of(new Thing.Flag(one && two));
      case "__or__", "or" -> Optional.of(new Thing.Flag(one || two));
      case "__xor__" -> Optional.of(new Thing.Flag(one ^ two));
      default -> Optional.empty();
    };
  }

  private static Optional<Thing> reals(String name, double one, double two) {
    return switch (name) {
      case "add" -> Optional.of(new Thing.Real(one + two));
      case "sub" -> Optional.of(new Thing.Real(one - two));
      case "mul" -> Optional.of(new Thing.Real(one * two));
      case "div", "truediv" -> Optional.of(new Thing.Real(one / two));
      case "floordiv", "floor_divide" -> Optional.of(new Thing.Real(Math.floor(one / two)));
      case "pow" -> Optional.of(new Thing.Real(Math.pow(one, two)));
      case "fmod" -> Optional.of(new Thing.Real(one % two));
      case "max" -> Optional.of(new Thing.Real(Math.max(one, two)));
      case "min" -> Optional.of(new Thing.Real(Math.min(one, two)));
      default -> Optional.empty();
    };
  }

  /** Numbers, texts, truths and lists of them; open where a size decides. */
  private static Optional<Thing> compared(String name, Thing one, Thing two) {
    if (one instanceof Thing.Whole(Dim first) && two instanceof Thing.Whole(Dim second)) {
      Dim away = first.minus(second);
      return Optional.of(
          away.known()
              ? new Thing.Flag(holds(name, Long.signum(known(away))))
              : new Thing.Open(SIZE));
    }
    if (one instanceof Thing.Items(List<Thing> a, _)
        && two instanceof Thing.Items(List<Thing> b, _)
        && (name.equals("eq") || name.equals("ne"))) {
      return Optional.of(lists(name.equals("eq"), a, b));
    }
    Optional<Double> first = real(one);
    Optional<Double> second = real(two);
    if (first.isPresent() && second.isPresent()) {
      boolean unordered = first.get().isNaN() || second.get().isNaN();
      boolean result =
          unordered ? name.equals("ne") : holds(name, Double.compare(first.get(), second.get()));
      return Optional.of(new Thing.Flag(result));
    }
    boolean numbers = one instanceof Thing.Whole && second.isPresent();
    if (numbers || two instanceof Thing.Whole && first.isPresent()) {
      return Optional.of(new Thing.Open(SIZE));
    }
    boolean plain = one instanceof Thing.Text && two instanceof Thing.Text;
    boolean none = one instanceof Thing.Nothing || two instanceof Thing.Nothing;
    return plain || none
        ? Optional.of(new Thing.Flag(one.equals(two) == name.equals("eq")))
        : Optional.empty();
  }

  private static Thing lists(boolean equal, List<Thing> one, List<Thing> two) {
    if (one.size() != two.size()) {
      return new Thing.Flag(!equal);
    }
    boolean open = false;
    for (int i = 0; i < one.size(); i++) {
      Thing same = compared("eq", one.get(i), two.get(i)).orElse(new Thing.Open("a list"));
      if (same.equals(new Thing.Flag(false))) {
        return new Thing.Flag(!equal);
      }
      open |= same instanceof Thing.Open;
    }
    return open ? new Thing.Open(SIZE) : new Thing.Flag(equal);
  }

  private static boolean holds(String name, int sign) {
    return switch (name) {
      case "eq" -> sign == 0;
      case "ne" -> sign != 0;
      case "lt" -> sign < 0;
      case "le" -> sign <= 0;
      case "gt" -> sign > 0;
      default -> sign >= 0;
    };
  }
}
