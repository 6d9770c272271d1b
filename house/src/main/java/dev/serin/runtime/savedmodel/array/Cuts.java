package dev.serin.runtime.savedmodel.array;

import dev.serin.graph.Attribute;
import dev.serin.graph.GraphBuilder.TypedShape;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators that cut a tensor into pieces, and those that turn the order of its elements. */
final class Cuts {
  static final Map<String, OpRule> RULES =
      Map.of(
          "StridedSlice", OpRule.one(call -> call.live(new StridedSlice(call).result())),
          "Slice", OpRule.one(call -> call.live(slice(call))),
          "Split", Cuts::split,
          "SplitV", Cuts::splitInto,
          "Unpack", Cuts::unpack,
          "ReverseV2", OpRule.one(call -> call.live(reverse(call))),
          "ReverseSequence", OpRule.one(call -> call.live(reverseSequence(call))));

  private Cuts() {}

  private static Value slice(Call call) {
    Value x = call.value(0);
    int rank = x.shape().rank();
    List<Long> begin = known(call, 1, rank);
    List<Long> size = known(call, 2, rank);
    Shape shape = x.shape();
    boolean whole = true;
    List<Long> end = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      boolean fixed = begin.get(axis) != Content.UNKNOWN && size.get(axis) != Content.UNKNOWN;
      long from = begin.get(axis);
      long count = size.get(axis);
      whole &= fixed;
      end.add(count == -1 ? Long.MAX_VALUE : from + count);
      long left = fixed && x.shape().known(axis) ? x.shape().size(axis) - from : Shape.ANY;
      long asked = count == Content.UNKNOWN ? Shape.ANY : count == -1 ? left : count;
      if (fixed && (from < 0 || count < -1 || left >= 0 && asked > left)) {
        throw call.corrupt("it cuts " + count + " at " + from + " of " + x.shape());
      }
      shape = shape.with(axis, asked);
    }
    if (!whole && size.contains(-1L)) {
      throw call.refuse("where it cuts shows only when it runs");
    }
    Value first = whole ? call.longs(begin) : call.sizes(1);
    Value last =
        whole
            ? call.longs(end)
            : call.node("Add", first.type(), Shape.of(rank), List.of(first, call.sizes(2))).value();
    Value axes = call.longs(axes(rank));
    return call.node("Slice", x.type(), shape, List.of(x, first, last, axes)).value();
  }

  private static List<Long> axes(int rank) {
    List<Long> axes = new ArrayList<>();
    for (long axis = 0; axis < rank; axis++) {
      axes.add(axis);
    }
    return axes;
  }

  private static List<Long> known(Call call, int place, int rank) {
    Optional<List<Long>> numbers = call.content(place).map(Content::numbers);
    List<Long> known = numbers.orElseGet(() -> Collections.nCopies(rank, Content.UNKNOWN));
    if (known.size() != rank) {
      throw call.corrupt(known.size() + " numbers for " + rank + " axes");
    }
    return known;
  }

  private static List<Operand> split(Call call) {
    Value x = call.value(1);
    int axis = call.axis(0, x.shape().rank());
    long count = call.whole("num_split", 1);
    long size = x.shape().size(axis);
    if (count < 1 || count > Content.LARGEST || size != Shape.ANY && size % count != 0) {
      throw call.corrupt("axis " + axis + " of " + x.shape() + " in " + count + " pieces");
    }
    long part = size == Shape.ANY ? Shape.ANY : size / count;
    return pieces(call, x, axis, Collections.nCopies((int) count, part));
  }

  private static List<Operand> splitInto(Call call) {
    call.ignore("num_split");
    Value x = call.value(0);
    int axis = call.axis(2, x.shape().rank());
    List<Long> sizes = new ArrayList<>(call.numbers(1));
    int open = sizes.indexOf(-1L);
    if (open >= 0) {
      long others = sizes.stream().mapToLong(Long::longValue).sum() + 1;
      sizes.set(open, x.shape().fixed(axis) - others);
    }
    long all = sizes.stream().mapToLong(Long::longValue).sum();
    boolean wrong = sizes.stream().anyMatch(size -> size < 0);
    if (wrong || x.shape().known(axis) && all != x.shape().size(axis)) {
      throw call.corrupt(sizes + " of axis " + axis + " of " + x.shape());
    }
    return pieces(call, x, axis, sizes);
  }

  private static List<Operand> pieces(Call call, Value x, int axis, List<Long> sizes) {
    if (sizes.size() == 1) {
      return List.of(call.live(x));
    }
    List<TypedShape> gives = new ArrayList<>();
    sizes.forEach(size -> gives.add(new TypedShape(x.type(), x.shape().with(axis, size))));
    Attribute along = new Attribute.Whole("axis", axis);
    List<Value> parts =
        sizes.contains(Shape.ANY)
            ? call.graph()
                .nodes(
                    "Split",
                    List.of(x),
                    gives,
                    along,
                    new Attribute.Whole("num_outputs", sizes.size()))
            : call.graph().nodes("Split", List.of(x, call.longs(sizes)), gives, along);
    return parts.stream().<Operand>map(call::live).toList();
  }

  private static List<Operand> unpack(Call call) {
    Value x = call.value(0);
    int axis = call.axis(call.whole("axis", 0), x.shape().rank());
    long count = call.whole("num", 0);
    if (count < 1
        || count > Content.LARGEST
        || x.shape().known(axis) && x.shape().size(axis) != count) {
      throw call.corrupt("axis " + axis + " of " + x.shape() + " in " + count + " pieces");
    }
    List<Operand> results = new ArrayList<>();
    for (Operand piece : pieces(call, x, axis, Collections.nCopies((int) count, 1L))) {
      Value part = ((Operand.Live) piece).value();
      results.add(call.live(new Rearrangement(call.graph()).squeeze(part, axis)));
    }
    return results;
  }

  private static Value reverse(Call call) {
    Value x = call.value(0);
    for (long axis : call.numbers(1)) {
      int along = call.axis(axis, x.shape().rank());
      x = new Rearrangement(call.graph()).reverse(x, along);
    }
    return x;
  }

  private static Value reverseSequence(Call call) {
    Value x = call.value(0);
    Value lengths = call.cast(call.value(1), DataType.INT64);
    long time = call.whole("seq_dim", 0);
    long batch = call.whole("batch_dim", 0);
    if (time + batch != 1 || time * batch != 0) {
      throw call.refuse("it reverses axis " + time + " for each of axis " + batch);
    }
    Attribute along = new Attribute.Whole("time_axis", time);
    Attribute each = new Attribute.Whole("batch_axis", batch);
    return call.node("ReverseSequence", x.type(), x.shape(), List.of(x, lengths), along, each)
        .value();
  }
}
