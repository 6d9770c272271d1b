package dev.serin.runtime.savedmodel.array;

import dev.serin.graph.Attribute;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.OpRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Operators that join tensors, repeat them, or put something around them. */
final class Joints {
  static final Map<String, OpRule> RULES =
      Map.of(
          "Pack", rule(Joints::pack),
          "ConcatV2", rule(call -> concat(call, 0, call.count() - 1)),
          "Concat", rule(call -> concat(call, 1, 0)),
          "Tile", rule(Joints::tile),
          "Pad", rule(call -> pad(call, List.of())),
          "PadV2", rule(call -> pad(call, List.of(call.value(2)))),
          "MirrorPad", rule(Joints::mirror));

  private Joints() {}

  private static OpRule rule(Function<Call, Value> rule) {
    return OpRule.one(call -> call.live(rule.apply(call)));
  }

  private static Value pack(Call call) {
    Rearrangement move = new Rearrangement(call.graph());
    int axis = call.axis(call.whole("axis", 0), call.tensor(0).shape().rank() + 1);
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      if (call.tensor(i).shape().rank() != call.tensor(0).shape().rank()) {
        throw call.corrupt("it stacks tensors of different ranks");
      }
      values.add(move.unsqueeze(call.value(i), axis));
    }
    return values.size() == 1 ? values.getFirst() : move.concat(values, axis);
  }

  private static Value concat(Call call, int first, int axis) {
    List<Value> values = new ArrayList<>();
    for (int i = first; i < call.count() - 1 + first; i++) {
      values.add(call.value(i));
    }
    if (values.isEmpty() || values.stream().anyMatch(v -> v.type() != values.getFirst().type())) {
      throw call.corrupt("it joins nothing, or different datatypes");
    }
    int along = call.axis(axis, values.getFirst().shape().rank());
    return new Rearrangement(call.graph()).concat(values, along);
  }

  private static Value tile(Call call) {
    Value x = call.value(0);
    Shape times = call.described(1);
    Shape shape = x.shape();
    if (times.rank() != shape.rank()) {
      throw call.corrupt(times + " times " + shape);
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      boolean known = shape.known(axis) && times.known(axis);
      long size = known ? Math.multiplyExact(shape.size(axis), times.size(axis)) : Shape.ANY;
      shape = shape.with(axis, size);
    }
    return call.node("Tile", x.type(), shape, List.of(x, call.sizes(1))).value();
  }

  private static Value pad(Call call, List<Value> number) {
    Value x = call.value(0);
    List<Long> pads = pads(call, x.shape().rank());
    List<Value> takes = new ArrayList<>(List.of(x, call.longs(pads)));
    takes.addAll(number);
    return call.node("Pad", x.type(), padded(x.shape(), pads), takes).value();
  }

  /** What is put before each axis, and then what is put behind each. */
  private static List<Long> pads(Call call, int rank) {
    List<Long> pairs = call.numbers(1);
    if (pairs.size() != 2 * rank || pairs.stream().anyMatch(size -> size < 0)) {
      throw call.corrupt(pairs + " around " + rank + " axes");
    }
    List<Long> pads = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      pads.add(pairs.get(2 * axis));
    }
    for (int axis = 0; axis < rank; axis++) {
      pads.add(pairs.get(2 * axis + 1));
    }
    return pads;
  }

  private static Shape padded(Shape given, List<Long> pads) {
    Shape shape = given;
    for (int axis = 0; axis < given.rank(); axis++) {
      long more = Math.addExact(pads.get(axis), pads.get(axis + given.rank()));
      shape = shape.known(axis) ? shape.with(axis, Math.addExact(shape.size(axis), more)) : shape;
    }
    return shape;
  }

  private static Value mirror(Call call) {
    Value x = call.value(0);
    List<Long> pads = pads(call, x.shape().rank());
    boolean symmetric = call.text("mode", "REFLECT", "SYMMETRIC").equals("SYMMETRIC");
    if (!symmetric) {
      Attribute reflect = new Attribute.Text("mode", "reflect");
      List<Value> takes = List.of(x, call.longs(pads));
      return call.node("Pad", x.type(), padded(x.shape(), pads), takes, reflect).value();
    }
    int rank = x.shape().rank();
    for (int axis = 0; axis < rank; axis++) {
      if (pads.get(axis) + pads.get(axis + rank) > 0) {
        x = symmetric(call, x, axis, new long[] {pads.get(axis), pads.get(axis + rank)});
      }
    }
    return x;
  }

  /** The edge is repeated: the elements are picked one by one. */
  private static Value symmetric(Call call, Value x, int axis, long[] pads) {
    long size = x.shape().fixed(axis);
    if (pads[0] > size || pads[1] > size) {
      throw call.corrupt("it mirrors more than there is");
    }
    List<Long> places = new ArrayList<>();
    for (long at = -pads[0]; at < size + pads[1]; at++) {
      places.add(at < 0 ? -1 - at : at < size ? at : 2 * size - 1 - at);
    }
    Attribute along = new Attribute.Whole("axis", axis);
    Shape shape = x.shape().with(axis, places.size());
    List<Value> takes = List.of(x, call.longs(places));
    return call.node("Gather", x.type(), shape, takes, along).value();
  }
}
