package dev.serin.runtime.savedmodel;

import dev.serin.graph.Shape;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;

/**
 * Arithmetic on what is known before the graph runs: sizes that are cut out of shapes, multiplied
 * and put together again. An element that is not known stays so.
 */
final class Folding {
  private static final Map<String, LongBinaryOperator> TWO =
      Map.ofEntries(
          Map.entry("Add", Math::addExact),
          Map.entry("AddV2", Math::addExact),
          Map.entry("Sub", Math::subtractExact),
          Map.entry("Mul", Math::multiplyExact),
          Map.entry("FloorDiv", Math::floorDiv),
          Map.entry("FloorMod", Math::floorMod),
          Map.entry("Maximum", Math::max),
          Map.entry("Minimum", Math::min),
          Map.entry("Less", (a, b) -> a < b ? 1 : 0),
          Map.entry("LessEqual", (a, b) -> a <= b ? 1 : 0),
          Map.entry("Greater", (a, b) -> a > b ? 1 : 0),
          Map.entry("GreaterEqual", (a, b) -> a >= b ? 1 : 0),
          Map.entry("Equal", (a, b) -> a == b ? 1 : 0),
          Map.entry("NotEqual", (a, b) -> a != b ? 1 : 0),
          Map.entry("LogicalAnd", (a, b) -> a & b),
          Map.entry("LogicalOr", (a, b) -> a | b));

  private static final Map<String, Function<Call, Optional<Content>>> RULES =
      Map.ofEntries(
          Map.entry("Pack", Folding::pack),
          Map.entry("ConcatV2", Folding::concat),
          Map.entry("StridedSlice", Folding::slice),
          Map.entry("GatherV2", Folding::gather),
          Map.entry("Cast", Folding::cast),
          Map.entry("Max", Folding::unreduced),
          Map.entry("Min", Folding::unreduced),
          Map.entry("Prod", call -> reduced(call, Math::multiplyExact, 1)),
          Map.entry("Sum", call -> reduced(call, Math::addExact, 0)),
          Map.entry("All", call -> reduced(call, (a, b) -> a & b, 1)),
          Map.entry("Reshape", Folding::reshape),
          Map.entry("ExpandDims", call -> one(call, 1)),
          Map.entry("Squeeze", call -> one(call, 0)),
          Map.entry("Range", Folding::range),
          Map.entry("Fill", Folding::fill),
          Map.entry("Neg", call -> each(call, Math::negateExact)),
          Map.entry("LogicalNot", call -> each(call, value -> 1 - value)),
          Map.entry("Select", Folding::select),
          Map.entry("SelectV2", Folding::select));

  private Folding() {}

  /** The one result of a node that is known as a whole; then no node is added. */
  static Optional<List<Operand>> known(Call call) {
    return content(call)
        .filter(Content::whole)
        .filter(content -> fits(type(call), content))
        .map(
            content ->
                List.of(
                    new Operand.Fixed(
                        Constant.whole(type(call), content.shape(), content.numbers()))));
  }

  /** The results of a rule, with what is known of the first one. */
  static List<Operand> described(Call call, List<Operand> results) {
    if (results.size() == 1
        && results.getFirst() instanceof Operand.Live live
        && live.known().isEmpty()
        && !live.type().floating()) {
      List<Content> known = content(call).stream().toList();
      return known.isEmpty() ? results : List.of(new Operand.Live(live.value(), known));
    }
    return results;
  }

  private static boolean fits(DataType type, Content content) {
    long bits = 8L * type.bytes() - 1;
    return content.numbers().stream()
        .allMatch(number -> bits == 63 || number >= -(1L << bits) && number < 1L << bits);
  }

  /** The datatype of the result. */
  private static DataType type(Call call) {
    return switch (call.operator()) {
      case "Less", "LessEqual", "Greater", "GreaterEqual", "Equal", "NotEqual" -> DataType.BOOL;
      case "Cast" -> call.type("DstT", call.tensor(0).type());
      case "Fill", "Select", "SelectV2" -> call.tensor(1).type();
      default -> call.tensor(0).type();
    };
  }

  private static Optional<Content> content(Call call) {
    for (Operand operand : call.operands()) {
      boolean whole = operand instanceof Operand.Tensor tensor && !tensor.type().floating();
      if (!whole) {
        return Optional.empty();
      }
    }
    LongBinaryOperator two = TWO.get(call.operator());
    if (two != null && call.count() == 2) {
      call.only("incompatible_shape_error", true);
      return both(call, 0, 1, (a, b) -> apply(two, call, a, b));
    }
    Function<Call, Optional<Content>> rule = RULES.get(call.operator());
    return rule == null
        ? Optional.empty()
        : rule.apply(call).filter(content -> content.numbers().size() <= Content.LARGEST);
  }

  private static long apply(LongBinaryOperator two, Call call, long a, long b) {
    if (b == 0 && call.operator().startsWith("Floor")) {
      return Content.UNKNOWN;
    }
    return two.applyAsLong(a, b);
  }

  /** Element by element, where one of the two may be a single number. */
  private static Optional<Content> both(
      Call call, int first, int second, BiFunction<Long, Long, Long> function) {
    Optional<Content> one = call.content(first);
    Optional<Content> two = call.content(second);
    if (one.isEmpty() || two.isEmpty()) {
      return Optional.empty();
    }
    List<Long> a = one.get().numbers();
    List<Long> b = two.get().numbers();
    if (a.size() != b.size() && a.size() != 1 && b.size() != 1) {
      return Optional.empty();
    }
    if (one.get().shape().rank() > 1 || two.get().shape().rank() > 1) {
      return Optional.empty();
    }
    List<Long> result = new ArrayList<>();
    int size = a.isEmpty() || b.isEmpty() ? 0 : Math.max(a.size(), b.size());
    for (int i = 0; i < size; i++) {
      long x = a.get(a.size() == 1 ? 0 : i);
      long y = b.get(b.size() == 1 ? 0 : i);
      boolean unknown = x == Content.UNKNOWN || y == Content.UNKNOWN;
      result.add(unknown ? Content.UNKNOWN : function.apply(x, y));
    }
    return Optional.of(new Content(one.get().shape().broadcast(two.get().shape()), result));
  }

  private static Optional<Content> each(Call call, Function<Long, Long> function) {
    return call.content(0)
        .map(
            given ->
                new Content(
                    given.shape(),
                    given.numbers().stream()
                        .map(x -> x == Content.UNKNOWN ? x : function.apply(x))
                        .toList()));
  }

  private static Optional<Content> pack(Call call) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      if (call.tensor(i).shape().rank() != 0) {
        return Optional.empty();
      }
      numbers.add(call.content(i).map(one -> one.numbers().getFirst()).orElse(Content.UNKNOWN));
    }
    call.whole("axis", 0);
    return Optional.of(Content.list(numbers));
  }

  private static Optional<Content> concat(Call call) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < call.count() - 1; i++) {
      Optional<Content> part = call.content(i);
      if (part.isEmpty() || part.get().shape().rank() != 1) {
        return Optional.empty();
      }
      numbers.addAll(part.get().numbers());
    }
    return Optional.of(Content.list(numbers));
  }

  private static Optional<Content> slice(Call call) {
    Optional<Content> given = call.content(0).filter(list -> list.shape().rank() == 1);
    for (int i = 1; i < 4; i++) {
      if (call.content(i).filter(part -> part.whole() && part.numbers().size() == 1).isEmpty()) {
        return Optional.empty();
      }
    }
    boolean plain = call.whole("new_axis_mask", 0) == 0 && call.whole("ellipsis_mask", 0) == 0;
    if (given.isEmpty() || !plain) {
      return Optional.empty();
    }
    List<Long> from = given.get().numbers();
    Strides strides =
        Strides.of(
            call.number(1),
            call.number(2),
            call.number(3),
            (call.whole("begin_mask", 0) & 1) != 0,
            (call.whole("end_mask", 0) & 1) != 0);
    if ((call.whole("shrink_axis_mask", 0) & 1) != 0) {
      long at = call.axis(call.number(1), from.size());
      return Optional.of(Content.one(from.get((int) at)));
    }
    return Optional.of(
        Content.list(
            strides.places(from.size()).stream()
                .map(place -> from.get((int) (long) place))
                .toList()));
  }

  private static Optional<Content> gather(Call call) {
    Optional<Content> given = call.content(0).filter(list -> list.shape().rank() == 1);
    Optional<Content> places = call.content(1).filter(Content::whole);
    if (given.isEmpty() || places.isEmpty() || call.whole("batch_dims", 0) != 0) {
      return Optional.empty();
    }
    List<Long> from = given.get().numbers();
    List<Long> numbers = new ArrayList<>();
    for (long place : places.get().numbers()) {
      if (place < 0 || place >= from.size()) {
        return Optional.empty();
      }
      numbers.add(from.get((int) place));
    }
    return Optional.of(new Content(places.get().shape(), numbers));
  }

  private static Optional<Content> cast(Call call) {
    call.only("Truncate", false);
    call.ignore("SrcT");
    DataType to = call.type("DstT", DataType.INT64);
    boolean same = to == DataType.INT32 || to == DataType.INT64;
    return same ? call.content(0) : Optional.empty();
  }

  private static Optional<Content> reduced(Call call, LongBinaryOperator function, long start) {
    Optional<Content> given = call.content(0).filter(list -> list.shape().rank() == 1);
    Optional<Content> axes = call.content(1).filter(Content::whole);
    if (given.isEmpty() || axes.isEmpty() || axes.get().numbers().size() != 1) {
      return Optional.empty();
    }
    long result = start;
    for (long number : given.get().numbers()) {
      boolean unknown = number == Content.UNKNOWN || result == Content.UNKNOWN;
      result = unknown ? Content.UNKNOWN : function.applyAsLong(result, number);
    }
    boolean keep = call.flag("keep_dims", false);
    return Optional.of(keep ? Content.list(List.of(result)) : Content.one(result));
  }

  /** The same when it is reduced along no axis. */
  private static Optional<Content> unreduced(Call call) {
    call.flag("keep_dims", false);
    boolean none = call.content(1).filter(axes -> axes.numbers().isEmpty()).isPresent();
    return none ? call.content(0) : Optional.empty();
  }

  private static Optional<Content> reshape(Call call) {
    Optional<Content> given = call.content(0);
    Optional<List<Long>> sizes = call.content(1).filter(Content::whole).map(Content::numbers);
    if (given.isEmpty() || sizes.isEmpty() || sizes.get().size() > 1) {
      return Optional.empty();
    }
    List<Long> numbers = given.get().numbers();
    return Optional.of(
            sizes.get().isEmpty() && numbers.size() == 1
                ? Content.one(numbers.getFirst())
                : Content.list(numbers))
        .filter(content -> sizes.get().isEmpty() || fits(sizes.get().getFirst(), numbers.size()));
  }

  private static boolean fits(long size, int count) {
    return size == count || size == -1;
  }

  /** A single number with or without an axis. */
  private static Optional<Content> one(Call call, int rank) {
    call.wholes("squeeze_dims");
    return call.content(0)
        .filter(given -> given.numbers().size() == 1 && given.shape().rank() == 1 - rank)
        .map(
            given ->
                rank == 1
                    ? Content.list(given.numbers())
                    : Content.one(given.numbers().getFirst()));
  }

  private static Optional<Content> range(Call call) {
    for (int i = 0; i < 3; i++) {
      if (call.content(i).filter(part -> part.whole() && part.numbers().size() == 1).isEmpty()) {
        return Optional.empty();
      }
    }
    long step = call.number(2);
    List<Long> numbers = new ArrayList<>();
    long at = call.number(0);
    while (step > 0 && at < call.number(1) || step < 0 && at > call.number(1)) {
      numbers.add(at);
      at = Math.addExact(at, step);
      if (numbers.size() > Content.LARGEST) {
        return Optional.empty();
      }
    }
    return step == 0 ? Optional.empty() : Optional.of(Content.list(numbers));
  }

  private static Optional<Content> fill(Call call) {
    Optional<Content> sizes = call.content(0).filter(Content::whole);
    Optional<Content> value = call.content(1).filter(one -> one.numbers().size() == 1);
    boolean known = sizes.isPresent() && value.isPresent();
    if (!known || sizes.get().numbers().stream().anyMatch(size -> size < 0)) {
      return Optional.empty();
    }
    Shape shape = sizes.get().sizes();
    if (shape.rank() > 1 || shape.count() > Content.LARGEST) {
      return Optional.empty();
    }
    long number = value.get().numbers().getFirst();
    return Optional.of(new Content(shape, Collections.nCopies((int) shape.count(), number)));
  }

  private static Optional<Content> select(Call call) {
    Optional<Content> test = call.content(0).filter(Content::whole);
    if (test.isEmpty() || test.get().numbers().size() != 1) {
      return Optional.empty();
    }
    int chosen = test.get().numbers().getFirst() != 0 ? 1 : 2;
    boolean same = call.tensor(1).shape().equals(call.tensor(2).shape());
    return same && test.get().shape().rank() == 0 ? call.content(chosen) : Optional.empty();
  }
}
