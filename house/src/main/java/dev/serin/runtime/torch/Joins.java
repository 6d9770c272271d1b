package dev.serin.runtime.torch;

import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Putting tensors together and taking them apart along an axis. */
final class Joins {
  private static final int MOST_PARTS = 10_000;

  private Joins() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(all, "cat concat concatenate(tensors, dim)", Joins::cat);
    Rule.one(all, "stack(tensors, dim)", call -> stacked(call, promoted(call)));
    Rule.one(all, "hstack(tensors)", call -> along(call, promoted(call), 1));
    Rule.one(all, "vstack row_stack(tensors)", call -> along(call, promoted(call), 0));
    Rule.list(
        all,
        "split split_with_sizes unsafe_split_with_sizes(self, split_size/split_sizes, dim)",
        call -> call.items("split_size").size() == 1 && single(call) ? even(call) : uneven(call));
    Rule.list(all, "unsafe_split(self, split_size, dim)", Joins::even);
    Rule.list(all, "chunk unsafe_chunk(self, chunks, dim)", Joins::chunks);
    Rule.list(
        all,
        "tensor_split(self, sections/indices/tensor_indices_or_sections, dim)",
        Joins::sections);
    Rule.list(
        all,
        "unbind(self, dim)",
        call -> {
          Value x = call.tensor("self");
          int axis = call.axis("dim", x, 0);
          List<Value> parts = new ArrayList<>();
          for (long i = 0; i < fixed(call, x, axis); i++) {
            parts.add(Shaping.pick(call.draft(), x, axis, Dim.of(i)));
          }
          return parts;
        });
    Rule.list(
        all,
        "broadcast_tensors(tensors)",
        call -> {
          List<Dim> sizes = List.of();
          for (Value each : call.tensors("tensors")) {
            sizes = Draft.broadcast(call.place(), sizes, call.draft().sizes(each));
          }
          List<Dim> to = sizes;
          return call.tensors("tensors").stream()
              .map(each -> Shaping.expand(call.draft(), each, to))
              .toList();
        });
    Rule.list(all, "meshgrid(tensors, indexing)", Joins::grid);
  }

  /** Whether the sizes of the parts are one number and not a list. */
  private static boolean single(Call call) {
    Argument size = call.argument("split_size");
    return !(size instanceof Argument.Items) && !(size instanceof Argument.Wholes);
  }

  private static long fixed(Call call, Value x, int axis) {
    OptionalLong size = call.draft().size(x, axis).number();
    if (size.isEmpty()) {
      throw call.refuse("the size of the axis " + axis + " is open, so the number of parts is");
    }
    if (size.getAsLong() > MOST_PARTS) {
      throw Refusal.limit(call.place(), "the number of parts", size.getAsLong(), MOST_PARTS);
    }
    return size.getAsLong();
  }

  private static List<Value> promoted(Call call) {
    List<Value> values = call.tensors("tensors");
    if (values.isEmpty()) {
      throw call.mismatch("there is nothing to join");
    }
    DataType type = values.getFirst().type();
    for (Value value : values) {
      type = Promotion.joined(type, value.type());
    }
    DataType common = type;
    return values.stream().map(value -> call.draft().cast(value, common)).toList();
  }

  private static Value cat(Call call) {
    List<Value> values = new ArrayList<>(promoted(call));
    if (values.size() > 1) { // an empty vector fits everywhere, as it always did
      values.removeIf(value -> value.shape().rank() == 1 && call.draft().size(value, 0).is(0));
    }
    if (values.isEmpty()) {
      return call.tensors("tensors").getFirst();
    }
    return Shaping.concat(call.draft(), values, call.axis("dim", values.getFirst(), 0));
  }

  private static Value stacked(Call call, List<Value> values) {
    int axis = call.axis(call.whole("dim", 0), values.getFirst().shape().rank() + 1);
    List<Value> each = values.stream().map(value -> call.draft().unsqueeze(value, axis)).toList();
    return Shaping.concat(call.draft(), each, axis);
  }

  private static Value along(Call call, List<Value> values, int axis) {
    int rank = values.getFirst().shape().rank();
    boolean lift = rank < 2;
    if (axis == 1 && lift) {
      return Shaping.concat(call.draft(), values, 0);
    }
    List<Value> each =
        lift ? values.stream().map(value -> call.draft().unsqueeze(value, 0)).toList() : values;
    return Shaping.concat(call.draft(), each, axis);
  }

  private static List<Value> even(Call call) {
    Value x = call.tensor("self");
    int axis = call.axis("dim", x, 0);
    Dim step = call.dim("split_size");
    if (step.equals(call.draft().size(x, axis))) {
      return List.of(x);
    }
    return steps(call, x, axis, step.number().orElseThrow(() -> call.refuse("an open size")));
  }

  private static List<Value> steps(Call call, Value x, int axis, long step) {
    long size = fixed(call, x, axis);
    if (step <= 0) {
      throw call.mismatch("parts of the size " + step);
    }
    List<Value> parts = new ArrayList<>();
    for (long from = 0; from < Math.max(1, size); from += step) {
      Dim to = Dim.of(Math.min(size, from + step));
      parts.add(Shaping.cut(call.draft(), x, axis, Dim.of(from), to, 1));
    }
    return parts;
  }

  private static List<Value> uneven(Call call) {
    Value x = call.tensor("self");
    return parts(call, x, call.axis("dim", x, 0), call.dims("split_size"));
  }

  static List<Value> parts(Call call, Value x, int axis, List<Dim> sizes) {
    List<Value> parts = new ArrayList<>();
    Dim from = Dim.of(0);
    for (Dim size : sizes) {
      parts.add(Shaping.cut(call.draft(), x, axis, from, from.plus(size), 1));
      from = from.plus(size);
    }
    Shaping.same(from, call.draft().size(x, axis));
    return parts;
  }

  /** Two equal parts. */
  static List<Value> halves(Call call, Value x, int axis) {
    Dim size = call.draft().size(x, axis);
    if (size.known() && !size.modulo(Dim.of(2)).is(0)) {
      throw call.mismatch("the axis " + axis + " of the odd size " + size + " has no halves");
    }
    Dim half = size.over(Dim.of(2));
    return parts(call, x, axis, List.of(half, half));
  }

  /** Parts of the same size, the last one possibly smaller. */
  private static List<Value> chunks(Call call) {
    Value x = call.tensor("self");
    int axis = call.axis("dim", x, 0);
    long count = call.whole("chunks");
    if (count < 1) {
      throw call.mismatch(count + " parts");
    }
    return count == 1
        ? List.of(x)
        : steps(call, x, axis, Math.max(1, Math.ceilDiv(fixed(call, x, axis), count)));
  }

  /** Parts whose sizes differ by one at most, or between these places. */
  private static List<Value> sections(Call call) {
    Value x = call.tensor("self");
    int axis = call.axis("dim", x, 0);
    long size = fixed(call, x, axis);
    List<Long> given = call.wholes("sections");
    boolean count = call.argument("sections") instanceof Argument.Whole;
    List<Long> ends = new ArrayList<>();
    long parts = count ? given.getFirst() : 0;
    for (long i = 1, at = 0; i <= parts && parts <= MOST_PARTS; i++) {
      at += size / parts + (i <= size % parts ? 1 : 0);
      ends.add(at);
    }
    if (!count) {
      ends.addAll(given);
      ends.add(size);
    }
    List<Value> all = new ArrayList<>();
    long from = 0;
    for (long end : ends) {
      long to = Math.clamp(end, from, size);
      all.add(Shaping.cut(call.draft(), x, axis, Dim.of(from), Dim.of(to), 1));
      from = to;
    }
    return all;
  }

  private static List<Value> grid(Call call) {
    Draft draft = call.draft();
    List<Value> axes = call.tensors("tensors");
    String indexing = call.text("indexing", "ij", java.util.Set.of("ij", "xy"));
    List<Dim> sizes = axes.stream().map(axis -> Dim.product(draft.sizes(axis))).toList();
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      List<Dim> shape = new ArrayList<>();
      for (int axis = 0; axis < axes.size(); axis++) {
        shape.add(axis == i ? sizes.get(i) : Dim.of(1));
      }
      Value spread = Shaping.expand(draft, draft.reshape(axes.get(i), shape), sizes);
      boolean flip = indexing.equals("xy") && axes.size() > 1;
      all.add(flip ? draft.swap(spread, 0, 1) : spread);
    }
    return all;
  }
}
