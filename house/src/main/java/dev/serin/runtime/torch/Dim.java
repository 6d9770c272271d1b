package dev.serin.runtime.torch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A whole number made of sizes: a polynomial over the axes whose size is known only when the graph
 * runs. Two are equal when their polynomials are; so {@code x.view(x.size(0), -1)} keeps exact
 * sizes although the batch is open. Raises {@link ArithmeticException} beyond 64 bits.
 */
public record Dim(Map<List<Dim.Atom>, Long> terms) {
  private static final int MOST_TERMS = 64;

  /** What cannot be worked out before the graph runs. */
  public sealed interface Atom {
    /** The size of this axis of the value of this number. */
    record Axis(int value, int axis) implements Atom {}

    /** The quotient of two sizes, rounded down. */
    record Quotient(Dim above, Dim below) implements Atom {}
  }

  public Dim {
    if (terms.size() > MOST_TERMS) {
      throw new ArithmeticException("a size is made of more than " + MOST_TERMS + " terms");
    }
    terms = Map.copyOf(terms);
  }

  /** A known number. */
  public static Dim of(long number) {
    return new Dim(number == 0 ? Map.of() : Map.of(List.of(), number));
  }

  static Dim of(Atom atom) {
    return new Dim(Map.of(List.of(atom), 1L));
  }

  static List<Dim> all(List<Long> numbers) {
    return numbers.stream().map(Dim::of).toList();
  }

  /** The number, empty when it is known only when the graph runs. */
  public OptionalLong number() {
    if (terms.isEmpty()) {
      return OptionalLong.of(0);
    }
    Long only = terms.get(List.<Atom>of());
    return terms.size() == 1 && only != null ? OptionalLong.of(only) : OptionalLong.empty();
  }

  /** Whether it is exactly this number. */
  public boolean is(long number) {
    OptionalLong known = number();
    return known.isPresent() && known.getAsLong() == number;
  }

  /** Whether it is known before the graph runs. */
  public boolean known() {
    return number().isPresent();
  }

  /** The sum. */
  public Dim plus(Dim other) {
    Map<List<Atom>, Long> sum = new HashMap<>(terms);
    other.terms.forEach((atoms, factor) -> put(sum, atoms, factor));
    return new Dim(sum);
  }

  /** The sum with a number. */
  public Dim plus(long number) {
    return plus(of(number));
  }

  /** The difference. */
  public Dim minus(Dim other) {
    return plus(other.times(of(-1)));
  }

  /** The product. */
  public Dim times(Dim other) {
    Map<List<Atom>, Long> product = new HashMap<>();
    terms.forEach(
        (mine, factor) ->
            other.terms.forEach(
                (theirs, more) ->
                    put(product, joined(mine, theirs), Math.multiplyExact(factor, more))));
    return new Dim(product);
  }

  private static void put(Map<List<Atom>, Long> terms, List<Atom> atoms, long factor) {
    long sum = Math.addExact(terms.getOrDefault(atoms, 0L), factor);
    if (sum == 0) {
      terms.remove(atoms);
    } else {
      terms.put(atoms, sum);
    }
  }

  private static List<Atom> joined(List<Atom> one, List<Atom> two) {
    if (one.size() + two.size() > MOST_TERMS) {
      throw new ArithmeticException("a size is a product of too many sizes");
    }
    List<Atom> all = new ArrayList<>(one);
    all.addAll(two);
    all.sort(Comparator.comparing(Atom::toString).thenComparing(Atom::hashCode));
    return List.copyOf(all);
  }

  /** The quotient, rounded down; the divisor is taken as positive. */
  public Dim over(Dim other) {
    if (other.is(0)) {
      throw new ArithmeticException("a size is divided by zero");
    }
    if (known() && other.known()) {
      return of(Math.floorDiv(number().getAsLong(), other.number().getAsLong()));
    }
    if (equals(other)) {
      return of(1);
    }
    if (other.terms.size() == 1) {
      Map.Entry<List<Atom>, Long> by = other.terms.entrySet().iterator().next();
      Map<List<Atom>, Long> parts = new HashMap<>();
      terms.forEach((atoms, factor) -> divide(parts, atoms, factor, by));
      if (parts.size() == terms.size()) {
        return new Dim(parts);
      }
    }
    return of(new Atom.Quotient(this, other));
  }

  private static void divide(
      Map<List<Atom>, Long> parts, List<Atom> atoms, long factor, Map.Entry<List<Atom>, Long> by) {
    List<Atom> rest = new ArrayList<>(atoms);
    boolean divides = factor % by.getValue() == 0;
    for (Atom atom : by.getKey()) {
      divides &= rest.remove(atom);
    }
    if (divides) {
      parts.put(List.copyOf(rest), factor / by.getValue());
    }
  }

  /** What is left of the division, at least 0. */
  public Dim modulo(Dim other) {
    return minus(over(other).times(other));
  }

  /** The product of all. */
  public static Dim product(List<Dim> sizes) {
    Dim product = of(1);
    for (Dim size : sizes) {
      product = product.times(size);
    }
    return product;
  }

  @Override
  public String toString() {
    OptionalLong known = number();
    return known.isPresent() ? Long.toString(known.getAsLong()) : "?";
  }
}
