package dev.serin.runtime.savedmodel.array;

import dev.serin.graph.Attribute;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Constant;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Operators that turn axes round, spread numbers evenly, and add rows up by their numbers. */
final class Spreads {
  static final Map<String, OpRule> RULES =
      Map.of(
          "Roll", OpRule.one(call -> call.live(rolled(call))),
          "LinSpace", OpRule.one(call -> call.live(evenly(call))),
          "BroadcastArgs", OpRule.one(Spreads::common),
          "UnsortedSegmentSum", OpRule.one(call -> call.live(sums(call))));

  private Spreads() {}

  private static Value rolled(Call call) {
    call.ignore("Tshift");
    Value x = call.value(0);
    List<Long> shifts = call.numbers(1);
    List<Long> axes = call.numbers(2);
    if (shifts.size() != axes.size()) {
      throw call.corrupt(shifts.size() + " shifts of " + axes.size() + " axes");
    }
    Rearrangement move = new Rearrangement(call.graph());
    for (int i = 0; i < axes.size(); i++) {
      int axis = call.axis(axes.get(i), x.shape().rank());
      long size = x.shape().fixed(axis);
      long shift = size == 0 ? 0 : Math.floorMod(shifts.get(i), size);
      if (shift > 0) {
        Value last = move.slice(x, axis, size - shift, shift);
        x = move.concat(List.of(last, move.slice(x, axis, 0, size - shift)), axis);
      }
    }
    return x;
  }

  /** From the first number to the last one; the last is taken as it is. */
  private static Value evenly(Call call) {
    Value first = call.value(0);
    Value last = call.value(1);
    long count = call.number(2);
    if (count < 1 || count > Content.LARGEST) {
      throw call.refuse("it gives " + count + " numbers");
    }
    Rearrangement move = new Rearrangement(call.graph());
    Value from = move.unsqueeze(first, 0);
    if (count == 1) {
      return from;
    }
    DataType type = first.type();
    Value way = call.node("Sub", type, Shape.of(), List.of(last, first)).value();
    Value step =
        call.node("Div", type, way.shape(), List.of(way, call.real(type, count - 1))).value();
    Value places = call.longs(LongStream.range(0, count - 1).boxed().toList());
    List<Value> factors = List.of(call.cast(places, type), step);
    Value far = call.node("Mul", type, places.shape(), factors).value();
    Value all = call.node("Add", type, far.shape(), List.of(far, first)).value();
    return move.concat(List.of(all, move.unsqueeze(last, 0)), 0);
  }

  /** The sizes that two lists of sizes have when one is repeated to fit the other. */
  private static Operand common(Call call) {
    Shape one = call.described(0);
    Shape two = call.described(1);
    DataType type = call.tensor(0).type();
    Shape both = one.broadcast(two);
    if (call.content(0).isPresent() && call.content(1).isPresent() && !both.sizes().contains(-1L)) {
      return new Operand.Fixed(Constant.whole(type, Shape.of(both.rank()), both.sizes()));
    }
    Value first = widened(call, 0, both.rank());
    Value second = widened(call, 1, both.rank());
    Value ones = call.whole(DataType.INT64, 1);
    Value open = call.node("Equal", DataType.BOOL, first.shape(), List.of(first, ones)).value();
    List<Value> takes = List.of(open, second, first);
    Value sizes = call.node("Where", DataType.INT64, first.shape(), takes).value();
    List<Long> known =
        both.sizes().stream().map(size -> size == Shape.ANY ? Content.UNKNOWN : size).toList();
    boolean sure = call.content(0).isPresent() && call.content(1).isPresent();
    return new Operand.Live(
        call.cast(sizes, type), sure ? List.of(Content.list(known)) : List.of());
  }

  /** Sizes with ones in front. */
  private static Value widened(Call call, int place, int rank) {
    Value sizes = call.sizes(place);
    int missing = rank - (int) sizes.shape().fixed(0);
    Value ones = call.longs(Collections.nCopies(missing, 1L));
    return missing == 0 ? sizes : new Rearrangement(call.graph()).concat(List.of(ones, sizes), 0);
  }

  /** Rows without a number (a negative one) go to a row behind the others, which is cut off. */
  private static Value sums(Call call) {
    call.ignore("Tnumsegments");
    Value x = call.value(0);
    Shape ids = call.tensor(1).shape();
    Shape rows = x.shape().part(ids.rank(), x.shape().rank());
    Optional<Content> known = call.content(2).filter(Content::whole);
    if (known.isEmpty() || rows.count() < 0 || ids.rank() < 1) {
      throw call.refuse("how many sums it gives shows only when it runs");
    }
    long count = call.number(2);
    Rearrangement move = new Rearrangement(call.graph());
    Value numbers = call.cast(call.value(1), DataType.INT64);
    List<Value> signs = List.of(numbers, call.whole(DataType.INT64, 0));
    Value none = call.node("Less", DataType.BOOL, ids, signs).value();
    List<Value> choice = List.of(none, call.whole(DataType.INT64, count), numbers);
    Value places = call.node("Where", DataType.INT64, ids, choice).value();
    List<Long> all = new ArrayList<>(List.of(count + 1));
    all.addAll(rows.sizes());
    Value zero = call.cast(call.whole(DataType.INT32, 0), x.type());
    Value start =
        call.node("Expand", x.type(), new Shape(all), List.of(zero, call.longs(all))).value();
    List<Value> takes = List.of(start, move.unsqueeze(places, ids.rank()), x);
    Attribute add = new Attribute.Text("reduction", "add");
    Value sums = call.node("ScatterND", x.type(), start.shape(), takes, add).value();
    return move.slice(sums, 0, 0, count);
  }
}
