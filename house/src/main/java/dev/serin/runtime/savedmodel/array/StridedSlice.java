package dev.serin.runtime.savedmodel.array;

import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.Strides;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * Python's square brackets on a tensor: slices with steps, single places, new axes and three dots,
 * each said by one bit of a mask. Begins and ends may be computed by the graph.
 */
final class StridedSlice {
  private final Call call;
  private final Value x;
  private final List<Long> axes = new ArrayList<>();
  private final List<Value> begins = new ArrayList<>();
  private final List<Value> ends = new ArrayList<>();
  private final List<Long> steps = new ArrayList<>();
  private final List<Long> dropped = new ArrayList<>();
  private final List<Integer> added = new ArrayList<>();
  private Shape shape;

  StridedSlice(Call call) {
    this.call = call;
    this.x = call.value(0);
    this.shape = x.shape();
  }

  Value result() {
    int count = (int) call.tensor(1).shape().fixed(0);
    long ellipsis = call.whole("ellipsis_mask", 0);
    long fresh = call.whole("new_axis_mask", 0);
    if (Long.bitCount(ellipsis) > 1 || count > 32) {
      throw call.corrupt("its masks say more than one thing");
    }
    int axis = 0;
    int place = 0; // in the result, before axes are dropped
    for (int i = 0; i < count; i++) {
      if (bit(ellipsis, i)) {
        int named = count - Long.bitCount(fresh & ~ellipsis & (1L << count) - 1) - 1;
        int skipped = Math.max(0, x.shape().rank() - named);
        axis += skipped;
        place += skipped;
      } else if (bit(fresh, i)) {
        added.add(place);
        place++;
      } else {
        axis(i, axis);
        axis++;
        place++;
      }
    }
    return arranged(sliced());
  }

  private static boolean bit(long mask, int place) {
    return (mask >> place & 1) != 0;
  }

  private void axis(int i, int axis) {
    if (axis >= x.shape().rank()) {
      throw call.corrupt("it has more indices than " + x.shape() + " has axes");
    }
    long begin = known(1, i);
    long end = known(2, i);
    long step = call.numbers(3).get(i);
    boolean single = bit(call.whole("shrink_axis_mask", 0), i);
    boolean fromEdge = bit(call.whole("begin_mask", 0), i) && !single;
    boolean toEdge = bit(call.whole("end_mask", 0), i);
    if (single) {
      single(i, axis, begin);
      return;
    }
    if (step == 0) {
      throw call.corrupt("a slice in steps of zero");
    }
    boolean openBegin = begin == Content.UNKNOWN && !fromEdge;
    boolean openEnd = end == Content.UNKNOWN && !toEdge;
    Strides strides = Strides.of(begin, end, step, fromEdge, toEdge);
    axes.add((long) axis);
    steps.add(step);
    begins.add(openBegin ? piece(1, i) : call.longs(List.of(strides.begin())));
    ends.add(openEnd ? piece(2, i) : call.longs(List.of(strides.end())));
    long size = openBegin || openEnd ? Shape.ANY : strides.count(x.shape().size(axis));
    shape = shape.with(axis, size);
  }

  private void single(int i, int axis, long begin) {
    axes.add((long) axis);
    steps.add(1L);
    dropped.add((long) axis);
    shape = shape.with(axis, 1);
    if (begin != Content.UNKNOWN) {
      if (x.shape().known(axis)) {
        call.axis(begin, (int) Math.min(Integer.MAX_VALUE, x.shape().size(axis)));
      }
      begins.add(call.longs(List.of(begin)));
      ends.add(call.longs(List.of(begin == -1 ? Long.MAX_VALUE : begin + 1)));
      return;
    }
    Value at = piece(1, i);
    Value next =
        call.node("Add", at.type(), at.shape(), List.of(at, call.longs(List.of(1L)))).value();
    Value last = call.longs(List.of(-1L));
    Value test = call.node("Equal", DataType.BOOL, at.shape(), List.of(at, last)).value();
    Value edge = call.longs(List.of(Long.MAX_VALUE));
    begins.add(at);
    ends.add(call.node("Where", at.type(), at.shape(), List.of(test, edge, next)).value());
  }

  private long known(int operand, int i) {
    List<Long> numbers = call.content(operand).map(Content::numbers).orElse(List.of());
    return i < numbers.size() ? numbers.get(i) : Content.UNKNOWN;
  }

  /** One element of an operand as an INT64 of one axis. */
  private Value piece(int operand, int i) {
    Value all = call.cast(call.value(operand), DataType.INT64);
    Value place = call.longs(List.of((long) i));
    return call.node("Gather", DataType.INT64, Shape.of(1), List.of(all, place)).value();
  }

  private Value sliced() {
    if (axes.isEmpty()
        || shape.equals(x.shape()) && !shape.sizes().contains(Shape.ANY) && forward()) {
      return x;
    }
    List<Value> takes =
        List.of(x, joined(begins), joined(ends), call.longs(axes), call.longs(steps));
    return call.node("Slice", x.type(), shape, takes).value();
  }

  private boolean forward() {
    return steps.stream().allMatch(step -> step > 0);
  }

  private Value joined(List<Value> pieces) {
    return pieces.size() == 1
        ? pieces.getFirst()
        : new Rearrangement(call.graph()).concat(pieces, 0);
  }

  /** Leaves out the axes of single places and adds the new ones. */
  private Value arranged(Value cut) {
    Value result = cut;
    if (!dropped.isEmpty()) {
      List<Long> sizes = new ArrayList<>();
      for (int axis = 0; axis < shape.rank(); axis++) {
        if (!dropped.contains((long) axis)) {
          sizes.add(shape.size(axis));
        }
      }
      List<Value> takes = List.of(result, call.longs(dropped));
      result = call.node("Squeeze", x.type(), new Shape(sizes), takes).value();
    }
    for (int i = 0; i < added.size(); i++) {
      int place = added.get(i);
      // a dropped axis in front moves the place: count those before it
      long before = dropped.stream().filter(axis -> before(axis, place)).count();
      result = new Rearrangement(call.graph()).unsqueeze(result, place - (int) before);
    }
    return result;
  }

  /** Whether an axis of the operand stands before this place of the result. */
  private boolean before(long axis, int place) {
    long fresh = added.stream().filter(each -> each < place).count();
    return axis + fresh < place;
  }
}
