package dev.serin.runtime.torch;

import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Other shapes, orders and types of the same elements. */
final class Views {
  private Views() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(
        all,
        "view _unsafe_view view_copy _reshape_alias(self, size, stride)",
        call -> {
          call.ignore("stride");
          return reshaped(call, call.dims("size"));
        });
    Rule.one(all, "reshape(self, shape)", call -> reshaped(call, call.dims("shape")));
    Rule.one(
        all,
        "reshape_as view_as(self, other)",
        call -> reshaped(call, call.draft().sizes(call.tensor("other"))));
    Rule.one(all, "flatten(self, start_dim, end_dim)", Views::flattened);
    Rule.one(all, "unflatten(self, dim, sizes)", Views::unflattened);
    Rule.one(all, "ravel(self)", call -> reshaped(call, List.of(Dim.of(-1))));
    Rule.one(all, "permute permute_copy(self, dims)", Views::permuted);
    Rule.one(
        all,
        "transpose swapaxes swapdims transpose_copy(self, dim0/axis0, dim1/axis1)",
        call -> {
          Value x = call.tensor("self");
          int one = call.axis("dim0", x, 0);
          int two = call.axis("dim1", x, 0);
          return x.shape().rank() < 2 ? x : call.draft().swap(x, one, two);
        });
    Rule.one(all, "t numpy_T(self)", call -> reversed(call.draft(), call.tensor("self")));
    Rule.one(all, "mT mH matrix_H(self)", call -> call.draft().swap(call.tensor("self"), -1, -2));
    Rule.one(all, "movedim moveaxis(self, source, destination)", Views::moved);
    Rule.one(
        all,
        "unsqueeze unsqueeze_copy(self, dim)",
        call -> {
          Value x = call.tensor("self");
          return call.draft().unsqueeze(x, call.axis(call.whole("dim"), x.shape().rank() + 1));
        });
    Rule.one(all, "squeeze squeeze_copy(self, dim)", Views::squeezed);
    Rule.one(all, "expand expand_copy(self, size, implicit)", Views::expanded);
    Rule.one(
        all,
        "expand_as(self, other)",
        call ->
            Shaping.expand(
                call.draft(), call.tensor("self"), call.draft().sizes(call.tensor("other"))));
    Rule.one(
        all,
        "broadcast_to(self, size)",
        call -> expanded(call, call.tensor("self"), call.dims("size")));
    Rule.one(all, "repeat(self, repeats)", call -> repeated(call, call.dims("repeats")));
    Rule.one(all, "tile(self, dims)", call -> repeated(call, call.dims("dims")));
    addSame(all);
    addTypes(all);
  }

  private static Value reshaped(Call call, List<Dim> asked) {
    Value x = call.tensor("self");
    List<Dim> from = call.draft().sizes(x);
    return call.draft().reshape(x, Shaping.resolved(call, from, asked));
  }

  private static Value flattened(Call call) {
    Value x = call.tensor("self");
    List<Dim> sizes = call.draft().sizes(x);
    if (sizes.isEmpty()) {
      return call.draft().reshape(x, List.of(Dim.of(1)));
    }
    int start = call.axis("start_dim", x, 0);
    int end = call.axis("end_dim", x, -1);
    if (end < start) {
      throw call.mismatch("the axes from " + start + " to " + end);
    }
    List<Dim> flat = new ArrayList<>(sizes.subList(0, start));
    flat.add(Dim.product(sizes.subList(start, end + 1)));
    flat.addAll(sizes.subList(end + 1, sizes.size()));
    return call.draft().reshape(x, flat);
  }

  private static Value unflattened(Call call) {
    Value x = call.tensor("self");
    int axis = call.axis("dim", x, 0);
    List<Dim> sizes = new ArrayList<>(call.draft().sizes(x));
    List<Dim> inner = Shaping.resolved(call, List.of(sizes.remove(axis)), call.dims("sizes"));
    sizes.addAll(axis, inner);
    return call.draft().reshape(x, sizes);
  }

  private static Value permuted(Call call) {
    Value x = call.tensor("self");
    List<Integer> order = new ArrayList<>();
    for (long axis : call.wholes("dims")) {
      order.add(call.axis(axis, x.shape().rank()));
    }
    if (order.size() != x.shape().rank() || order.stream().distinct().count() != order.size()) {
      throw call.mismatch("the axes " + order + " are no order of " + x.shape());
    }
    return call.draft().transpose(x, order);
  }

  private static Value reversed(Draft draft, Value x) {
    List<Integer> order = new ArrayList<>();
    for (int axis = x.shape().rank() - 1; axis >= 0; axis--) {
      order.add(axis);
    }
    return draft.transpose(x, order);
  }

  private static Value moved(Call call) {
    Value x = call.tensor("self");
    int rank = x.shape().rank();
    List<Integer> from = new ArrayList<>();
    call.wholes("source").forEach(axis -> from.add(call.axis(axis, rank)));
    List<Integer> to = new ArrayList<>();
    call.wholes("destination").forEach(axis -> to.add(call.axis(axis, rank)));
    List<Integer> rest =
        new ArrayList<>(IntStream.range(0, rank).filter(i -> !from.contains(i)).boxed().toList());
    if (from.size() != to.size() || to.stream().distinct().count() != to.size()) {
      throw call.mismatch("the axes " + from + " do not move to " + to);
    }
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int given = to.indexOf(axis);
      order.add(given >= 0 ? from.get(given) : rest.removeFirst());
    }
    return call.draft().transpose(x, order);
  }

  /** Without axes of size 1; an open size has to be named to be dropped, and cannot be. */
  private static Value squeezed(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    List<Integer> named = call.axes("dim", x.shape().rank());
    boolean all = !call.has("dim");
    List<Dim> sizes = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      Dim size = draft.size(x, axis);
      if (named.contains(axis) && !size.known() && !all) {
        throw call.refuse("whether the open size of the axis " + axis + " is 1 is not known");
      }
      if (!named.contains(axis) || !size.is(1)) {
        sizes.add(size);
      }
    }
    return draft.reshape(x, sizes);
  }

  private static Value expanded(Call call) {
    call.ignore("implicit");
    return expanded(call, call.tensor("self"), call.dims("size"));
  }

  private static Value expanded(Call call, Value x, List<Dim> asked) {
    List<Dim> from = call.draft().sizes(x);
    int more = asked.size() - from.size();
    if (more < 0) {
      throw call.mismatch(from + " does not expand to " + asked);
    }
    List<Dim> sizes = new ArrayList<>(asked);
    for (int axis = 0; axis < sizes.size(); axis++) {
      boolean keep = sizes.get(axis).is(-1);
      if (keep && axis < more) {
        throw call.mismatch("a new axis has the size -1");
      }
      if (keep) {
        sizes.set(axis, from.get(axis - more));
      } else if (axis >= more && !from.get(axis - more).is(1)) {
        sizes.set(axis, Shaping.same(from.get(axis - more), sizes.get(axis)));
      }
    }
    return Shaping.expand(call.draft(), x, sizes);
  }

  private static Value repeated(Call call, List<Dim> asked) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    List<Dim> times = new ArrayList<>(asked);
    boolean tile = call.operator().startsWith("tile");
    while (tile && times.size() < x.shape().rank()) {
      times.addFirst(Dim.of(1));
    }
    int more = times.size() - x.shape().rank();
    if (more < 0) {
      throw call.mismatch("fewer repetitions than axes");
    }
    List<Dim> lifted = new ArrayList<>(Collections.nCopies(more, Dim.of(1)));
    lifted.addAll(draft.sizes(x));
    Value wide = draft.reshape(x, lifted);
    if (times.stream().allMatch(each -> each.is(1))) {
      return wide;
    }
    List<Dim> sizes = new ArrayList<>();
    for (int axis = 0; axis < times.size(); axis++) {
      sizes.add(lifted.get(axis).times(times.get(axis)));
    }
    return draft.node("Tile", List.of(wide, draft.lengths(times)), x.type(), sizes);
  }

  private static void addSame(Map<String, Rule> all) {
    Rule.one(
        all,
        "contiguous clone alias alias_copy detach detach_copy lift_fresh lift_fresh_copy "
            + "requires_grad positive resolve_conj resolve_neg lift cpu cuda"
            + "(self, memory_format, requires_grad)",
        call -> {
          call.ordinary();
          return call.tensor("self");
        });
    Rule.one(
        all,
        "flip(self, dims)",
        call -> {
          Draft draft = call.draft();
          Value x = call.tensor("self");
          for (int axis :
              call.has("dims") ? call.axes("dims", x.shape().rank()) : List.<Integer>of()) {
            x = flipped(draft, x, axis);
          }
          return x;
        });
    Rule.one(all, "fliplr(self)", call -> flipped(call.draft(), call.tensor("self"), 1));
    Rule.one(all, "flipud(self)", call -> flipped(call.draft(), call.tensor("self"), 0));
    Rule.one(all, "roll(self, shifts, dims)", Views::rolled);
    Rule.one(
        all,
        "rot90(self, k, dims)",
        call -> {
          Value x = call.tensor("self");
          List<Long> axes = call.has("dims") ? call.wholes("dims") : List.of(0L, 1L);
          int one = call.axis(axes.get(0), x.shape().rank());
          int two = call.axis(axes.get(1), x.shape().rank());
          return switch ((int) Math.floorMod(call.whole("k", 1), 4L)) {
            case 0 -> x;
            case 1 -> call.draft().swap(flipped(call.draft(), x, two), one, two);
            case 2 -> flipped(call.draft(), flipped(call.draft(), x, one), two);
            default -> flipped(call.draft(), call.draft().swap(x, one, two), two);
          };
        });
  }

  static Value flipped(Draft draft, Value x, int axis) {
    List<Value> takes =
        List.of(
            x,
            draft.wholes(-1),
            draft.wholes(Long.MIN_VALUE),
            draft.wholes(axis),
            draft.wholes(-1));
    return draft.node("Slice", takes, x.type(), draft.sizes(x));
  }

  private static Value rolled(Call call) {
    Draft draft = call.draft();
    Value given = call.tensor("self");
    boolean flat = call.wholes("dims").isEmpty();
    Value x = flat ? draft.reshape(given, List.of(Dim.product(draft.sizes(given)))) : given;
    List<Long> axes = flat ? List.of(0L) : call.wholes("dims");
    List<Long> shifts = call.wholes("shifts");
    if (shifts.size() != axes.size()) {
      throw call.mismatch(shifts + " steps for the axes " + axes);
    }
    for (int i = 0; i < axes.size(); i++) {
      x = rolled(call, x, call.axis(axes.get(i), x.shape().rank()), shifts.get(i));
    }
    return flat ? draft.reshape(x, draft.sizes(given)) : x;
  }

  private static Value rolled(Call call, Value x, int axis, long by) {
    Dim size = call.draft().size(x, axis);
    long shift = size.known() ? Math.floorMod(by, Math.max(1, size.number().getAsLong())) : by;
    if (shift == 0) {
      return x;
    }
    Dim cut = shift > 0 ? size.minus(Dim.of(shift)) : Dim.of(-shift); // open: |shift| < size
    Value end = Shaping.cut(call.draft(), x, axis, cut, size, 1);
    Value start = Shaping.cut(call.draft(), x, axis, Dim.of(0), cut, 1);
    return Shaping.concat(call.draft(), List.of(end, start), axis);
  }

  private static void addTypes(Map<String, Rule> all) {
    Rule.one(
        all,
        "_to_copy(self, dtype, layout, device, pin_memory, non_blocking, memory_format)",
        call -> {
          call.ordinary();
          Value x = call.tensor("self");
          return call.draft().cast(x, call.type("dtype").orElse(x.type()));
        });
    Rule.one(
        all,
        "to(self, a, b, c, d, e, f, g, dtype, device, layout, other, non_blocking, copy, "
            + "memory_format, pin_memory)",
        Views::to);
    Rule.one(
        all,
        "type_as(self, other)",
        call -> call.draft().cast(call.tensor("self"), call.tensor("other").type()));
    Rule.one(
        all,
        "_autocast_to_full_precision(self, cuda_enabled, cpu_enabled)",
        call -> {
          call.ignore("cuda_enabled", "cpu_enabled");
          return call.tensor("self");
        });
    Map<String, DataType> named =
        Map.of(
            "float", DataType.FP32,
            "double", DataType.FP64,
            "half", DataType.FP16,
            "bfloat16", DataType.BF16,
            "int", DataType.INT32,
            "long", DataType.INT64,
            "short", DataType.INT16,
            "bool", DataType.BOOL);
    named.forEach(
        (name, type) ->
            Rule.one(all, name + "(self)", call -> call.draft().cast(call.tensor("self"), type)));
  }

  /** {@code to} in all its forms: the first argument that is a datatype or a tensor decides. */
  private static Value to(Call call) {
    call.ordinary();
    Value x = call.tensor("self");
    DataType type = call.type("dtype").orElse(x.type());
    for (String name : List.of("a", "b", "other")) {
      Argument given = call.argument(name);
      boolean decides = given instanceof Argument.Type || given instanceof Argument.Whole;
      type = decides ? call.type(name).orElse(type) : type;
      type = given instanceof Argument.Tensor(Value other) ? other.type() : type;
      if (decides) {
        break;
      }
    }
    call.ignore("c", "d", "e", "f", "g");
    return call.draft().cast(x, type);
  }
}
