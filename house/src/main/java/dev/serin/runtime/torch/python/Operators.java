package dev.serin.runtime.torch.python;

import dev.serin.runtime.torch.Dim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Signs between plain values, by the rules of Python; whole numbers have 64 bits. */
final class Operators {
  private static final int DEEPEST_KEY = 8;

  private final Interpreter in;

  Operators(Interpreter in) {
    this.in = in;
  }

  private static boolean tensor(Thing thing) {
    return thing instanceof Thing.Tensor || thing instanceof Thing.Probe;
  }

  Thing unary(String sign, Thing of) {
    if (tensor(of)) {
      return in.library().operate(sign, List.of(of), in);
    }
    try {
      return switch (of) {
        case Thing.Flag(boolean flag) -> unary(sign, new Thing.Whole(flag ? 1 : 0));
        case Thing.Whole(long number) when sign.equals("-") ->
            new Thing.Whole(Math.negateExact(number));
        case Thing.Whole(long number) when sign.equals("~") -> new Thing.Whole(~number);
        case Thing.Size(Dim size) when sign.equals("-") -> whole(Dim.of(0).minus(size));
        case Thing.Real(double number) when sign.equals("-") -> new Thing.Real(-number);
        case Thing.Whole _, Thing.Real _, Thing.Size _ when sign.equals("+") -> of;
        default -> throw in.trouble("'" + sign + "' of " + Shown.kind(of));
      };
    } catch (ArithmeticException overflow) {
      throw tooLarge();
    }
  }

  private RuntimeException tooLarge() {
    return Trouble.limit(in.place(), "a whole number", Long.MAX_VALUE);
  }

  Thing binary(String sign, Thing left, Thing right) {
    if (tensor(left) || tensor(right)) {
      return in.library().operate(sign, List.of(left, right), in);
    }
    try {
      return plain(sign, left, right)
          .orElseThrow(
              () ->
                  in.trouble(
                      "'" + sign + "' between " + Shown.kind(left) + " and " + Shown.kind(right)));
    } catch (ArithmeticException overflow) {
      throw tooLarge();
    }
  }

  private Optional<Thing> plain(String sign, Thing left, Thing right) {
    Thing one = left instanceof Thing.Flag(boolean flag) ? new Thing.Whole(flag ? 1 : 0) : left;
    Thing two = right instanceof Thing.Flag(boolean flag) ? new Thing.Whole(flag ? 1 : 0) : right;
    if (left instanceof Thing.Flag(boolean a) && right instanceof Thing.Flag(boolean b)) {
      switch (sign) {
        case "&" -> {
          return Optional.of(new Thing.Flag(a & b));
        }
        case "|" -> {
          return Optional.of(new Thing.Flag(a | b));
        }
        default -> {}
      }
    }
    if (one instanceof Thing.Whole(long a) && two instanceof Thing.Whole(long b)) {
      return Optional.of(wholes(sign, a, b));
    }
    if (dim(one).isPresent() && dim(two).isPresent()) {
      return Optional.of(sizes(sign, dim(one).get(), dim(two).get()));
    }
    if (real(one).isPresent() && real(two).isPresent()) {
      return Optional.of(reals(sign, real(one).get(), real(two).get()));
    }
    return sequences(sign, one, two);
  }

  static Optional<Dim> dim(Thing thing) {
    return switch (thing) {
      case Thing.Whole(long number) -> Optional.of(Dim.of(number));
      case Thing.Size(Dim size) -> Optional.of(size);
      default -> Optional.empty();
    };
  }

  static Optional<Double> real(Thing thing) {
    return switch (thing) {
      case Thing.Whole(long number) -> Optional.of((double) number);
      case Thing.Real(double number) -> Optional.of(number);
      default -> Optional.empty();
    };
  }

  static Thing whole(Dim dim) {
    return dim.number().isPresent()
        ? new Thing.Whole(dim.number().getAsLong())
        : new Thing.Size(dim);
  }

  private Thing wholes(String sign, long a, long b) {
    if (b == 0 && List.of("/", "//", "%").contains(sign)) {
      throw in.trouble("a division by zero");
    }
    return switch (sign) {
      case "+" -> new Thing.Whole(Math.addExact(a, b));
      case "-" -> new Thing.Whole(Math.subtractExact(a, b));
      case "*" -> new Thing.Whole(Math.multiplyExact(a, b));
      case "/" -> new Thing.Real((double) a / b);
      case "//" -> new Thing.Whole(Math.floorDiv(a, b));
      case "%" -> new Thing.Whole(Math.floorMod(a, b));
      case "**" -> b < 0 ? new Thing.Real(Math.pow(a, b)) : new Thing.Whole(power(a, b));
      case "&" -> new Thing.Whole(a & b);
      case "|" -> new Thing.Whole(a | b);
      case "^" -> new Thing.Whole(a ^ b);
      case ">>" -> new Thing.Whole(b < 0 || b > 63 ? a >> 63 : a >> b);
      case "<<" -> {
        if (b < 0 || b > 62) {
          throw new ArithmeticException("shift");
        }
        yield new Thing.Whole(Math.multiplyExact(a, 1L << b));
      }
      default -> throw in.trouble("'" + sign + "' between whole numbers");
    };
  }

  private static long power(long base, long exponent) {
    if (base == 0 || base == 1 || base == -1) {
      return exponent == 0 ? 1 : base == -1 ? exponent % 2 == 0 ? 1 : -1 : base;
    }
    long result = 1;
    for (long i = 0; i < exponent; i++) {
      result = Math.multiplyExact(result, base); // ends by overflow after at most 63 rounds
    }
    return result;
  }

  private Thing sizes(String sign, Dim a, Dim b) {
    return switch (sign) {
      case "+" -> whole(a.plus(b));
      case "-" -> whole(a.minus(b));
      case "*" -> whole(a.times(b));
      case "//" -> whole(a.over(b));
      case "%" -> whole(a.modulo(b));
      default -> throw Trouble.dependent(in.place(), "'" + sign + "' of a size that is left open");
    };
  }

  private Thing reals(String sign, double a, double b) {
    if (b == 0 && List.of("/", "//", "%").contains(sign)) {
      throw in.trouble("a division by zero");
    }
    double value =
        switch (sign) {
          case "+" -> a + b;
          case "-" -> a - b;
          case "*" -> a * b;
          case "/" -> a / b;
          case "//" -> Math.floor(a / b);
          case "%" -> a - Math.floor(a / b) * b;
          case "**" -> Math.pow(a, b);
          default -> throw in.trouble("'" + sign + "' between real numbers");
        };
    return new Thing.Real(value);
  }

  private Optional<Thing> sequences(String sign, Thing one, Thing two) {
    if (sign.equals("+")) {
      return joined(one, two);
    }
    if (sign.equals("*") && two instanceof Thing.Whole(long times)) {
      return Optional.of(repeated(one, times));
    }
    if (sign.equals("*") && one instanceof Thing.Whole(long times)) {
      return Optional.of(repeated(two, times));
    }
    return Optional.empty();
  }

  private Optional<Thing> joined(Thing one, Thing two) {
    List<Thing> all = new ArrayList<>();
    Thing sum =
        switch (one) {
          case Thing.Text(String a) when two instanceof Thing.Text(String b) -> {
            in.meter().text(a.length() + (long) b.length(), in.place());
            yield new Thing.Text(a + b);
          }
          case Thing.Items a when two instanceof Thing.Items b -> {
            in.meter().list(a.list().size() + (long) b.list().size(), in.place());
            all.addAll(a.list());
            all.addAll(b.list());
            yield new Thing.Items(all);
          }
          case Thing.Tuple(List<Thing> a, _) when two instanceof Thing.Tuple(List<Thing> b, _) -> {
            in.meter().list(a.size() + (long) b.size(), in.place());
            all.addAll(a);
            all.addAll(b);
            yield Thing.Tuple.of(all);
          }
          default -> Thing.NONE;
        };
    return sum == Thing.NONE ? Optional.empty() : Optional.of(sum);
  }

  private Thing repeated(Thing of, long times) {
    int count = Math.clamp(times, 0, Integer.MAX_VALUE);
    return switch (of) {
      case Thing.Text(String text) -> {
        in.meter().text(Math.multiplyExact((long) count, text.length()), in.place());
        yield new Thing.Text(text.repeat(count));
      }
      case Thing.Items items -> new Thing.Items(copies(items.list(), count));
      case Thing.Tuple(List<Thing> items, _) -> Thing.Tuple.of(copies(items, count));
      default -> throw in.trouble("'*' between " + Shown.kind(of) + " and a whole number");
    };
  }

  private List<Thing> copies(List<Thing> items, int count) {
    in.meter().list(Math.multiplyExact((long) count, items.size()), in.place());
    List<Thing> all = new ArrayList<>();
    Collections.nCopies(items.isEmpty() ? 0 : count, items).forEach(all::addAll);
    return all;
  }

  Thing compare(String sign, Thing left, Thing right) {
    switch (sign) {
      case "is", "is not" -> {
        return new Thing.Flag(same(left, right) == sign.equals("is"));
      }
      case "in", "not in" -> {
        return new Thing.Flag(holds(right, left) == sign.equals("in"));
      }
      default -> {}
    }
    if (tensor(left) || tensor(right)) {
      return in.library().operate(sign, List.of(left, right), in);
    }
    try {
      return new Thing.Flag(
          switch (sign) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            default -> ordered(sign, left, right);
          });
    } catch (ArithmeticException overflow) {
      throw tooLarge();
    }
  }

  private static boolean same(Thing left, Thing right) {
    boolean plain =
        left instanceof Thing.None
            || left instanceof Thing.Flag
            || left instanceof Thing.Whole
            || left instanceof Thing.Type
            || left instanceof Thing.Text;
    return plain ? left.equals(right) : left == right;
  }

  private boolean holds(Thing container, Thing item) {
    return switch (container) {
      case Thing.Text(String all) when item instanceof Thing.Text(String part) ->
          all.contains(part);
      case Thing.Dict dict -> dict.map().containsKey(key(item));
      case Thing.Group group -> group.items().contains(key(item));
      case Thing.Instance instance when instance.kind().member("__contains__").isPresent() ->
          in.truth(in.call(in.attribute(instance, "__contains__"), Thing.Given.of(item)));
      default -> {
        boolean found = false;
        for (Thing each : in.items(container)) {
          found |= same(each, item) || !tensor(each) && equal(each, item);
        }
        yield found;
      }
    };
  }

  private boolean equal(Thing left, Thing right) {
    if (left instanceof Thing.Flag(boolean flag) && !(right instanceof Thing.Flag)) {
      return equal(new Thing.Whole(flag ? 1 : 0), right);
    }
    if (right instanceof Thing.Flag(boolean flag) && !(left instanceof Thing.Flag)) {
      return equal(left, new Thing.Whole(flag ? 1 : 0));
    }
    Optional<Dim> one = dim(left);
    Optional<Dim> two = dim(right);
    if (one.isPresent() && two.isPresent()) {
      Dim difference = one.get().minus(two.get());
      if (!difference.known()) {
        throw open();
      }
      return difference.is(0);
    }
    if (real(left).isPresent() && real(right).isPresent()) {
      return real(left).get().doubleValue() == real(right).get();
    }
    return switch (left) {
      case Thing.Tuple(List<Thing> a, _) when right instanceof Thing.Tuple(List<Thing> b, _) ->
          equal(a, b);
      case Thing.Items a when right instanceof Thing.Items b -> equal(a.list(), b.list());
      default -> left.equals(right);
    };
  }

  private RuntimeException open() {
    return Trouble.dependent(in.place(), "a comparison depends on a size that is left open");
  }

  private boolean equal(List<Thing> left, List<Thing> right) {
    in.meter().down(in.place());
    in.meter().steps(left.size(), in.place());
    boolean equal = left.size() == right.size();
    for (int i = 0; equal && i < left.size(); i++) {
      equal = equal(left.get(i), right.get(i));
    }
    in.meter().up();
    return equal;
  }

  private boolean ordered(String sign, Thing left, Thing right) {
    int order;
    Optional<Double> one = real(number(left));
    Optional<Double> two = real(number(right));
    if (left instanceof Thing.Size || right instanceof Thing.Size) {
      throw open();
    } else if (left instanceof Thing.Whole(long a) && right instanceof Thing.Whole(long b)) {
      order = Long.compare(a, b);
    } else if (one.isPresent() && two.isPresent()) {
      if (Double.isNaN(one.get()) || Double.isNaN(two.get())) {
        return false;
      }
      order = one.get() < two.get() ? -1 : one.get() > two.get() ? 1 : 0;
    } else if (left instanceof Thing.Text(String a) && right instanceof Thing.Text(String b)) {
      order = a.compareTo(b);
    } else {
      throw in.trouble("'" + sign + "' between " + Shown.kind(left) + " and " + Shown.kind(right));
    }
    return switch (sign) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static Thing number(Thing thing) {
    return thing instanceof Thing.Flag(boolean flag) ? new Thing.Whole(flag ? 1 : 0) : thing;
  }

  /** A value that may be a key of a dict. */
  Thing key(Thing key) {
    boolean plain =
        switch (key) {
          case Thing.Text _, Thing.Whole _, Thing.None _, Thing.Type _, Thing.Kind _ -> true;
          case Thing.Flag _, Thing.Real _, Thing.Tuple _, Thing.Function _, Thing.Native _ -> true;
          default -> false;
        };
    if (!plain || !shallow(key, DEEPEST_KEY)) {
      throw in.trouble(Shown.kind(key) + " is the key of a dict");
    }
    return key;
  }

  private static boolean shallow(Thing key, int depth) {
    return depth > 0
        && (!(key instanceof Thing.Tuple(List<Thing> items, _))
            || items.stream().allMatch(item -> shallow(item, depth - 1)));
  }
}
