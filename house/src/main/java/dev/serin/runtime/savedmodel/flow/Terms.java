package dev.serin.runtime.savedmodel.flow;

import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.runtime.savedmodel.Origin;
import dev.serin.runtime.savedmodel.Strides;
import dev.serin.tensor.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Formulas read backwards, from a result to what it was computed of. What is not found is {@link
 * #NONE}, of which nothing else is found either, so that one test at the end is enough.
 */
record Terms(Call call) {
  static final Operand NONE = new Operand.Opaque("nothing");
  private static final int MOST = 8;
  private static final Set<String> SUMS = Set.of("Add", "AddV2", "BiasAdd");

  /** One of several equal pieces of the last axis, side by side. */
  record Piece(Operand whole, long place) {}

  /** The call of one of these operators that gave an operand. */
  Optional<Origin> made(Operand operand, String... operators) {
    return call.origin(operand).filter(each -> List.of(operators).contains(each.call().operator()));
  }

  /** What an operator took to give an operand; nothing when another one gave it. */
  List<Operand> taken(Operand operand, String... operators) {
    return made(operand, operators).map(each -> each.call().operands()).orElse(List.of());
  }

  /** What is added up, in no order; more than {@value #MOST} are not looked for. */
  List<Operand> sum(Operand operand) {
    Deque<Operand> open = new ArrayDeque<>(List.of(operand));
    List<Operand> terms = new ArrayList<>();
    while (!open.isEmpty() && terms.size() <= MOST) {
      Operand next = open.pop();
      List<Operand> parts = taken(next, SUMS.toArray(String[]::new));
      if (parts.isEmpty()) {
        terms.add(next);
      }
      open.addAll(parts);
    }
    return terms;
  }

  /** The other factor of a product of two, one of which is like this. */
  Operand partner(Operand product, Predicate<Operand> one) {
    List<Operand> factors = taken(product, "Mul");
    if (factors.size() != 2) {
      return NONE;
    }
    if (one.test(factors.getFirst())) {
      return factors.getLast();
    }
    return one.test(factors.getLast()) ? factors.getFirst() : NONE;
  }

  /** The only one of some operands that is like this. */
  static Operand only(List<Operand> operands, Predicate<Operand> test) {
    List<Operand> found = operands.stream().filter(test).toList();
    return found.size() == 1 ? found.getFirst() : NONE;
  }

  /** Whether an operand is this number. */
  static boolean number(Operand operand, double number) {
    return operand instanceof Operand.Fixed fixed
        && fixed.type() == DataType.FP32
        && fixed.constant().count() == 1
        && (float) fixed.constant().real() == (float) number;
  }

  /** Whether an operand is this whole number without axes. */
  static boolean whole(Operand operand, long number) {
    return known(operand).filter(Content.one(number)::equals).isPresent();
  }

  /** The elements of an operand, all of them known. */
  static Optional<Content> known(Operand operand) {
    return operand instanceof Operand.Tensor tensor
        ? tensor.content().filter(Content::whole)
        : Optional.empty();
  }

  /** The piece of this width that a matrix was cut into. */
  Piece piece(Operand operand, long width) {
    Optional<Origin> cut = made(operand, "Split", "SplitV", "StridedSlice");
    boolean fits =
        operand instanceof Operand.Tensor part
            && part.shape().rank() == 2
            && part.shape().size(1) == width;
    if (cut.isEmpty() || !fits) {
      return new Piece(NONE, -1);
    }
    Call by = cut.get().call();
    if (!by.operator().equals("StridedSlice")) {
      boolean equal = by.operator().equals("Split");
      Operand axis = by.operand(equal ? 0 : 2);
      boolean last = whole(axis, 1) || whole(axis, -1);
      return new Piece(last ? by.operand(equal ? 1 : 0) : NONE, cut.get().output());
    }
    long from = from(by, width);
    return new Piece(from < 0 ? NONE : by.operand(0), from / width);
  }

  /** The matrix of which an operand is one row. */
  Piece row(Operand operand) {
    Optional<Origin> taken = made(operand, "Unpack");
    if (taken.isPresent() && taken.get().call().whole("axis", 0) == 0) {
      return new Piece(taken.get().call().operand(0), taken.get().output());
    }
    List<Operand> squeezed = taken(operand, "Squeeze");
    Optional<Origin> split =
        squeezed.isEmpty() ? Optional.empty() : made(squeezed.getFirst(), "Split");
    return split
        .filter(each -> whole(each.call().operand(0), 0))
        .map(each -> new Piece(each.call().operand(1), each.output()))
        .orElse(new Piece(NONE, -1));
  }

  /** Where a slice begins that takes all rows and this many columns next to each other. */
  private static long from(Call slice, long width) {
    List<List<Long>> bounds = new ArrayList<>();
    for (int i = 1; i < 4; i++) {
      bounds.add(known(slice.operand(i)).map(Content::numbers).orElse(List.of()));
    }
    boolean plain =
        bounds.stream().allMatch(each -> each.size() == 2)
            && slice.tensor(0).shape().rank() == 2
            && slice.tensor(0).shape().known(1)
            && slice.whole("new_axis_mask", 0) == 0
            && slice.whole("ellipsis_mask", 0) == 0
            && slice.whole("shrink_axis_mask", 0) == 0;
    long begin = slice.whole("begin_mask", 0);
    long end = slice.whole("end_mask", 0);
    if (!plain || (begin & end & 1) == 0 || bounds.get(2).stream().anyMatch(step -> step != 1)) {
      return -1;
    }
    Strides columns =
        Strides.of(
            bounds.get(0).getLast(), bounds.get(1).getLast(), 1, (begin & 2) != 0, (end & 2) != 0);
    List<Long> places = columns.places(slice.tensor(0).shape().size(1));
    return places.isEmpty() || places.getFirst() % width != 0 ? -1 : places.getFirst();
  }
}
