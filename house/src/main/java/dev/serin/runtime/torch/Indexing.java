package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Taking parts of a tensor by place, and putting others in their stead. */
final class Indexing {
  private static final int MOST_WINDOWS = 10_000;

  private Indexing() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(all, "select select_copy(self, dim, index)", Indexing::selected);
    Rule.one(all, "slice slice_copy(self, dim, start, end, step)", Indexing::sliced);
    Rule.one(
        all,
        "narrow narrow_copy(self, dim, start, length)",
        call -> {
          Value x = call.tensor("self");
          int axis = call.axis("dim", x, 0);
          Dim start = front(call.dim("start"), call.draft().size(x, axis));
          Dim end = start.plus(call.dim("length"));
          return Shaping.cut(call.draft(), x, axis, start, end, 1);
        });
    Rule.one(all, "index _unsafe_index(self, indices)", Indexing::indexed);
    Rule.one(
        all,
        "index_select(self, dim, index)",
        call -> {
          Value x = call.tensor("self");
          int axis = call.axis("dim", x, 0);
          return gathered(call.draft(), x, axis, checked(call, x, axis, call.tensor("index")));
        });
    Rule.one(
        all,
        "gather(self, dim, index, sparse_grad)",
        call -> {
          call.ignore("sparse_grad");
          Value x = call.tensor("self");
          int axis = call.axis("dim", x, 0);
          return elements(call.draft(), x, axis, checked(call, x, axis, call.tensor("index")));
        });
    Rule.one(
        all,
        "embedding(weight, indices, padding_idx, scale_grad_by_freq, sparse)",
        call -> {
          call.ignore("padding_idx", "scale_grad_by_freq", "sparse");
          Value table = call.tensor("weight");
          return gathered(call.draft(), table, 0, checked(call, table, 0, call.tensor("indices")));
        });
    Rule.one(all, "diagonal(self, offset, dim1, dim2)", Indexing::diagonal);
    Rule.one(all, "unfold(self, dimension, size, step)", Indexing::windows);
    Rule.one(
        all,
        "repeat_interleave(self, repeats, dim, output_size)",
        call -> {
          call.ignore("output_size");
          return interleaved(call);
        });
    for (String operator : List.of("masked_select", "nonzero", "unique", "_unique2", "bincount")) {
      Rule.one(
          all,
          operator + "(self, a, b, c, d)",
          call -> {
            throw Refusal.dataDependent(call.place(), "the size of the result of " + operator);
          });
    }
  }

  /** A place counted from the front. */
  static Dim front(Dim place, Dim size) {
    OptionalLong known = place.number();
    return known.isPresent() && known.getAsLong() < 0 ? place.plus(size) : place;
  }

  private static Value selected(Call call) {
    Value x = call.tensor("self");
    int axis = call.axis("dim", x, 0);
    if (call.argument("index") instanceof Argument.Tensor(Value place)
        && call.draft().number(place).isEmpty()) {
      return gathered(call.draft(), x, axis, place);
    }
    Dim size = call.draft().size(x, axis);
    Dim place = front(call.dim("index"), size);
    if (size.known() && place.known()) {
      long at = place.number().getAsLong();
      if (at < 0 || at >= size.number().getAsLong()) {
        throw call.mismatch("there is no place " + at + " among " + size);
      }
    }
    return Shaping.pick(call.draft(), x, axis, place);
  }

  private static Value sliced(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    int axis = call.axis("dim", x, 0);
    Dim size = draft.size(x, axis);
    long step = call.whole("step", 1);
    if (step < 1) {
      throw call.mismatch("a step of " + step);
    }
    Dim start = call.has("start") ? front(call.dim("start"), size) : Dim.of(0);
    boolean toEnd = !call.has("end") || call.dim("end").number().orElse(0) >= Integer.MAX_VALUE;
    Dim end = toEnd ? size : front(call.dim("end"), size);
    if (size.known()) {
      start = inside(start, size);
      end = inside(end, size);
    } else if (start.is(0) && !toEnd && end.known()) {
      return unknown(call, x, axis, end, step); // the size may be smaller than the end
    }
    boolean empty = start.known() && end.known() && end.minus(start).number().getAsLong() < 0;
    return Shaping.cut(draft, x, axis, start, empty ? start : end, step);
  }

  /** A place that is cut off at both ends of an axis. */
  static Dim inside(Dim place, Dim size) {
    OptionalLong known = place.number();
    return known.isEmpty()
        ? place
        : Dim.of(Math.clamp(known.getAsLong(), 0, size.number().getAsLong()));
  }

  private static Value unknown(Call call, Value x, int axis, Dim end, long step) {
    Draft draft = call.draft();
    List<Dim> sizes = new ArrayList<>(draft.sizes(x));
    sizes.set(axis, end.is(1) && step == 1 ? Dim.of(1) : Draft.OPEN);
    List<Value> takes =
        List.of(x, draft.wholes(0), draft.length(end), draft.wholes(axis), draft.wholes(step));
    return draft.node("Slice", takes, x.type(), sizes);
  }

  /** The slices of an axis at these places, which take its stead. */
  static Value gathered(Draft draft, Value x, int axis, Value places) {
    List<Dim> sizes = new ArrayList<>(draft.sizes(x));
    sizes.remove(axis);
    sizes.addAll(axis, draft.sizes(places));
    Attribute along = new Attribute.Whole("axis", axis);
    return draft.node("Gather", List.of(x, wide(draft, places)), x.type(), sizes, along);
  }

  private static Value elements(Draft draft, Value x, int axis, Value places) {
    Attribute along = new Attribute.Whole("axis", axis);
    List<Value> takes = List.of(x, wide(draft, places));
    return draft.node("GatherElements", takes, x.type(), draft.sizes(places), along);
  }

  static Value wide(Draft draft, Value places) {
    return places.type() == DataType.INT32 ? places : draft.cast(places, DataType.INT64);
  }

  /** Places that torch refuses when they are negative are moved out of range, so we do as well. */
  static Value checked(Call call, Value x, int axis, Value places) {
    if (!places.type().integral()) {
      throw call.mismatch("places of the type " + places.type());
    }
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value at = draft.cast(places, DataType.INT64);
    Value size = draft.number(draft.size(x, axis));
    return numeric.where(numeric.compare("Less", at, 0), size, at);
  }

  /** {@code x[:, i, j]}: whole numbers only, negative ones count from the end. */
  private static Value indexed(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    List<Argument> indices = call.items("indices");
    List<Integer> axes = new ArrayList<>();
    List<Value> places = new ArrayList<>();
    for (int axis = 0; axis < indices.size(); axis++) {
      if (indices.get(axis) instanceof Argument.Tensor(Value place)) {
        if (place.type() == DataType.BOOL) {
          throw Refusal.dataDependent(call.place(), "the size of a selection by truth values");
        }
        axes.add(axis);
        places.add(place);
      }
    }
    if (axes.isEmpty() || indices.size() > x.shape().rank()) {
      throw call.mismatch("the places of " + indices.size() + " axes in " + x.shape());
    }
    if (axes.size() == 1) {
      return gathered(draft, x, axes.getFirst(), places.getFirst());
    }
    return several(draft, x, axes, places);
  }

  private static Value several(Draft draft, Value x, List<Integer> axes, List<Value> places) {
    List<Dim> common = List.of();
    for (Value place : places) {
      common = Draft.broadcast("index", common, draft.sizes(place));
    }
    Value stacked = stacked(draft, places, common);
    int rank = x.shape().rank();
    List<Integer> order = new ArrayList<>(axes);
    IntStream.range(0, rank).filter(axis -> !axes.contains(axis)).forEach(order::add);
    Value turned = draft.transpose(x, order);
    List<Dim> sizes = new ArrayList<>(common);
    sizes.addAll(draft.sizes(turned).subList(axes.size(), rank));
    Value found = draft.node("GatherND", List.of(turned, stacked), x.type(), sizes);
    boolean adjacent = axes.getLast() - axes.getFirst() == axes.size() - 1;
    int before = axes.getFirst();
    if (!adjacent || before == 0) {
      return found;
    }
    List<Integer> back = new ArrayList<>();
    int lead = common.size();
    IntStream.range(lead, lead + before).forEach(back::add);
    IntStream.range(0, lead).forEach(back::add);
    IntStream.range(lead + before, sizes.size()).forEach(back::add);
    return draft.transpose(found, back);
  }

  /** Places of several axes as one tensor, the axes last. */
  static Value stacked(Draft draft, List<Value> places, List<Dim> common) {
    List<Value> each = new ArrayList<>();
    for (Value place : places) {
      Value spread = Shaping.expand(draft, draft.cast(place, DataType.INT64), common);
      each.add(draft.unsqueeze(spread, common.size()));
    }
    return Shaping.concat(draft, each, common.size());
  }

  private static Value diagonal(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    int one = call.axis("dim1", x, 0);
    int two = call.axis("dim2", x, 1);
    call.unset("offset");
    List<Integer> order = new ArrayList<>(List.of(one, two));
    IntStream.range(0, x.shape().rank())
        .filter(axis -> axis != one && axis != two)
        .forEach(order::add);
    Value turned = draft.transpose(x, order);
    Dim length = Shaping.same(draft.size(x, one), draft.size(x, two));
    Value places = Creation.count(draft, length);
    Value stacked = stacked(draft, List.of(places, places), List.of(length));
    List<Dim> sizes = new ArrayList<>(List.of(length));
    sizes.addAll(draft.sizes(turned).subList(2, x.shape().rank()));
    Value found = draft.node("GatherND", List.of(turned, stacked), x.type(), sizes);
    List<Integer> back = new ArrayList<>(IntStream.range(1, sizes.size()).boxed().toList());
    back.add(0);
    return draft.transpose(found, back);
  }

  /** Windows of an axis, each a slice of a new last axis. */
  private static Value windows(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    int axis = call.axis("dimension", x, 0);
    long size = call.whole("size");
    long step = call.whole("step");
    long length = x.shape().fixed(axis);
    if (size < 1 || step < 1 || size > length || size * ((length - size) / step + 1) > 1 << 24) {
      throw call.mismatch("windows of " + size + " in steps of " + step + " over " + length);
    }
    List<Long> places = new ArrayList<>();
    for (long start = 0; start + size <= length; start += step) {
      for (long i = 0; i < size; i++) {
        places.add(start + i);
      }
    }
    long count = places.size() / size;
    if (count > MOST_WINDOWS) {
      throw Refusal.limit(call.place(), "the number of windows", count, MOST_WINDOWS);
    }
    Value all = draft.constant(DataType.INT64, places, List.of(count, size));
    Value found = gathered(draft, x, axis, all);
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, found.shape().rank()).boxed().toList());
    order.remove(axis + 1);
    order.add(axis + 1);
    return draft.transpose(found, order);
  }

  private static Value interleaved(Call call) {
    Draft draft = call.draft();
    Value given = call.tensor("self");
    Dim times = call.dim("repeats");
    boolean flat = !call.has("dim");
    Value x = flat ? draft.reshape(given, List.of(Dim.product(draft.sizes(given)))) : given;
    int axis = flat ? 0 : call.axis("dim", x, 0);
    Value lifted = draft.unsqueeze(x, axis + 1);
    List<Dim> sizes = new ArrayList<>(draft.sizes(lifted));
    sizes.set(axis + 1, times);
    Value spread = Shaping.expand(draft, lifted, sizes);
    List<Dim> joined = new ArrayList<>(draft.sizes(x));
    joined.set(axis, joined.get(axis).times(times));
    return draft.reshape(spread, joined);
  }
}
