package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Poolings over one to three spatial axes, which are the last ones. */
final class Poolings {
  private Poolings() {}

  static void addTo(Map<String, Rule> all) {
    for (int spatial = 1; spatial <= 3; spatial++) {
      int axes = spatial;
      String size = axes + "d";
      Rule.one(
          all,
          "max_pool" + size + "(self, kernel_size, stride, padding, dilation, ceil_mode)",
          call -> maximum(call, axes).getFirst());
      Rule.several(
          all,
          "max_pool"
              + size
              + "_with_indices(self, kernel_size, stride, padding, dilation, ceil_mode)",
          call -> maximum(call, axes));
      Rule.one(
          all,
          "avg_pool"
              + size
              + "(self, kernel_size, stride, padding, ceil_mode, count_include_pad,"
              + " divisor_override)",
          call -> average(call, axes));
      Rule.one(
          all,
          "adaptive_avg_pool" + size + " _adaptive_avg_pool" + size + "(self, output_size)",
          call -> adaptive(call, axes, "AveragePool", "ReduceMean"));
      Rule.several(
          all,
          "adaptive_max_pool" + size + "(self, output_size)",
          call -> List.of(adaptive(call, axes, "MaxPool", "ReduceMax")));
      Rule.one(
          all,
          "lp_pool" + size + "(self, norm_type, kernel_size, stride, ceil_mode)",
          call -> power(call, axes));
    }
  }

  /** The numbers of a pooling, one for each spatial axis. */
  private record Window(
      List<Long> kernel, List<Long> strides, List<Long> pads, List<Long> dilations, boolean ceil) {

    static Window of(Call call, int axes, boolean dilated) {
      List<Long> kernel = call.wholes("kernel_size", axes, 1);
      List<Long> strides =
          call.wholes("stride").isEmpty() ? kernel : call.wholes("stride", axes, 1);
      List<Long> pads = call.wholes("padding", axes, 0);
      List<Long> dilations =
          dilated ? call.wholes("dilation", axes, 1) : Collections.nCopies(axes, 1L);
      for (int axis = 0; axis < axes; axis++) {
        long size = kernel.get(axis);
        boolean sound = size > 0 && strides.get(axis) > 0 && dilations.get(axis) > 0;
        if (!sound || pads.get(axis) < 0 || pads.get(axis) * 2 > size) {
          throw call.mismatch("no window of " + kernel + ", " + strides + ", " + pads);
        }
      }
      return new Window(kernel, strides, pads, dilations, call.flag("ceil_mode", false));
    }

    /** A window that starts beyond the right edge is left out, as torch does. */
    Dim result(Call call, int axis, Dim size) {
      long reach = (kernel.get(axis) - 1) * dilations.get(axis) + 1;
      long stride = strides.get(axis);
      Dim room = size.plus(2 * pads.get(axis) - reach);
      if (!ceil || stride == 1) {
        return room.over(Dim.of(stride)).plus(1);
      }
      OptionalLong known = size.number();
      if (known.isEmpty() && beyond(axis)) {
        throw call.refuse("ceil_mode over an axis of open size");
      }
      if (known.isEmpty()) {
        return room.plus(stride - 1).over(Dim.of(stride)).plus(1);
      }
      long count = Math.ceilDiv(room.number().getAsLong(), stride) + 1;
      boolean beyond = (count - 1) * stride >= known.getAsLong() + pads.get(axis);
      return Dim.of(beyond ? count - 1 : count);
    }

    /** Whether for some sizes a window starts beyond the right edge. */
    private boolean beyond(int axis) {
      return pads.get(axis) + strides.get(axis) > kernel.get(axis);
    }

    /** Pads so that the engine finds exactly as many windows, without its own rounding. */
    List<Long> allPads(List<Dim> from, List<Dim> to) {
      List<Long> all = new ArrayList<>(pads);
      for (int axis = 0; axis < kernel.size(); axis++) {
        long after = pads.get(axis);
        if (ceil && strides.get(axis) > 1 && !to.get(axis).known()) {
          after += strides.get(axis) - 1;
        } else if (ceil && strides.get(axis) > 1) {
          long reach = (kernel.get(axis) - 1) * dilations.get(axis) + 1;
          long end = (to.get(axis).number().getAsLong() - 1) * strides.get(axis) + reach;
          long have = from.get(axis).number().getAsLong() + pads.get(axis);
          after = Math.max(0, end - have);
        }
        all.add(after);
      }
      return all;
    }
  }

  /** A value with rows and channels, also when the rows are missing. */
  private static Value batched(Call call, Value x, int axes) {
    if (x.shape().rank() == axes + 1) {
      return call.draft().unsqueeze(x, 0);
    }
    if (x.shape().rank() != axes + 2) {
      throw call.mismatch("a pooling of " + axes + " axes over " + x.shape());
    }
    return x;
  }

  private static Value unbatched(Call call, Value result, Value given) {
    boolean lifted = result.shape().rank() > given.shape().rank();
    return lifted ? call.draft().squeeze(result, 0) : result;
  }

  private static List<Dim> sizes(Call call, Value x, Window window) {
    List<Dim> sizes = new ArrayList<>(call.draft().sizes(x));
    for (int axis = 0; axis < window.kernel().size(); axis++) {
      sizes.set(axis + 2, window.result(call, axis, sizes.get(axis + 2)));
    }
    return sizes;
  }

  private static List<Attribute> attributes(Window window, List<Dim> from, List<Dim> to) {
    List<Dim> inside = from.subList(2, from.size());
    return new ArrayList<>(
        List.of(
            new Attribute.Wholes("kernel_shape", window.kernel()),
            new Attribute.Wholes("strides", window.strides()),
            new Attribute.Wholes("dilations", window.dilations()),
            new Attribute.Wholes("pads", window.allPads(inside, to.subList(2, to.size())))));
  }

  private static List<Value> maximum(Call call, int axes) {
    Draft draft = call.draft();
    Value given = call.tensor("self");
    Value x = batched(call, given, axes);
    Window window = Window.of(call, axes, true);
    List<Dim> sizes = sizes(call, x, window);
    Attribute[] with = attributes(window, draft.sizes(x), sizes).toArray(Attribute[]::new);
    boolean places = call.operator().endsWith("_with_indices");
    if (!places) {
      Value result = draft.node("MaxPool", List.of(x), x.type(), sizes, with);
      return List.of(unbatched(call, result, given));
    }
    List<Draft.Gives> gives =
        List.of(new Draft.Gives(x.type(), sizes), new Draft.Gives(DataType.INT64, sizes));
    List<Value> both = draft.nodes("MaxPool", List.of(x), gives, with);
    Value inPlane = plane(draft, both.get(1), draft.sizes(x));
    return List.of(unbatched(call, both.get(0), given), unbatched(call, inPlane, given));
  }

  /** The engine counts places through the whole tensor, torch within one plane. */
  private static Value plane(Draft draft, Value places, List<Dim> from) {
    Dim count = Dim.product(from.subList(2, from.size()));
    return draft.spread("Mod", List.of(places, draft.number(count)), DataType.INT64);
  }

  private static Value average(Call call, int axes) {
    Value given = call.tensor("self");
    Value x = batched(call, given, axes);
    Window window = Window.of(call, axes, false);
    boolean count = call.flag("count_include_pad", true);
    if (call.has("divisor_override")) {
      Value mean = averaged(call, x, window, true, true);
      double cells = window.kernel().stream().reduce(1L, Math::multiplyExact);
      Value sum =
          new Numeric(call.draft()).multiply(mean, cells / call.real("divisor_override", 1));
      return unbatched(call, sum, given);
    }
    return unbatched(call, averaged(call, x, window, count, false), given);
  }

  /**
   * The mean of each window. Zeros around count when asked, but what ceil_mode reaches beyond them
   * never does, so there the sums are divided by their own counts.
   */
  private static Value averaged(
      Call call, Value x, Window window, boolean count, boolean everything) {
    Draft draft = call.draft();
    List<Dim> sizes = sizes(call, x, window);
    List<Attribute> with = attributes(window, draft.sizes(x), sizes);
    boolean padded = window.pads().stream().anyMatch(pad -> pad > 0);
    if (!window.ceil() || everything || !padded || !count) {
      boolean include = count && (!window.ceil() || everything);
      with.add(new Attribute.Whole("count_include_pad", include ? 1 : 0));
      return draft.node("AveragePool", List.of(x), x.type(), sizes, with.toArray(Attribute[]::new));
    }
    Value zeros = Paddings.constant(draft, x, window.pads(), 0);
    Window inside =
        new Window(window.kernel(), window.strides(), zeros(window), window.dilations(), true);
    List<Attribute> plain = attributes(inside, draft.sizes(zeros), sizes);
    plain.add(new Attribute.Whole("count_include_pad", 0));
    return draft.node(
        "AveragePool", List.of(zeros), x.type(), sizes, plain.toArray(Attribute[]::new));
  }

  private static List<Long> zeros(Window window) {
    return window.kernel().stream().map(_ -> 0L).toList();
  }

  /** Windows that together cover everything: even ones where the sizes divide. */
  private static Value adaptive(Call call, int axes, String pool, String reduce) {
    Draft draft = call.draft();
    Value given = call.tensor("self");
    Value x = batched(call, given, axes);
    List<Argument> items = call.items("output_size");
    List<Dim> wanted = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      Argument item = items.get(items.size() == 1 ? 0 : axis);
      boolean keep = item instanceof Argument.Nothing;
      wanted.add(
          keep
              ? draft.size(x, axis + 2)
              : call.dims("output_size").get(items.size() == 1 ? 0 : axis));
    }
    if (wanted.stream().allMatch(size -> size.is(1))) {
      return unbatched(
          call, Reductions.reduce(draft, reduce, x, Reductions.last(x, axes), true), given);
    }
    for (int axis = 0; axis < axes; axis++) {
      x = adaptive(call, x, axis + 2, wanted.get(axis), reduce);
    }
    return unbatched(call, x, given);
  }

  /** One axis at a time: a mean of means over equal products, a maximum of maxima. */
  private static Value adaptive(Call call, Value x, int axis, Dim wanted, String reduce) {
    Draft draft = call.draft();
    Dim size = draft.size(x, axis);
    if (size.equals(wanted)) {
      return x;
    }
    if (!wanted.known()) {
      throw call.refuse("an adaptive pooling to an open size");
    }
    if (!size.known()) {
      return overOpen(call, x, axis, wanted.number().getAsLong(), reduce);
    }
    long from = size.number().getAsLong();
    long to = wanted.number().getAsLong();
    if (to < 1 || to > 4096) {
      throw call.refuse("an adaptive pooling to " + to);
    }
    if (from % to == 0) {
      List<Dim> split = new ArrayList<>(draft.sizes(x));
      split.set(axis, wanted);
      split.add(axis + 1, Dim.of(from / to));
      return Reductions.reduce(draft, reduce, draft.reshape(x, split), List.of(axis + 1), false);
    }
    List<Value> parts = new ArrayList<>();
    for (long i = 0; i < to; i++) {
      Dim start = Dim.of(i * from / to);
      Dim end = Dim.of(Math.ceilDiv((i + 1) * from, to));
      Value part = Shaping.cut(draft, x, axis, start, end, 1);
      parts.add(Reductions.reduce(draft, reduce, part, List.of(axis), true));
    }
    return Shaping.concat(draft, parts, axis);
  }

  /** Part i of n goes from {@code floor(i size / n)} to {@code ceil((i + 1) size / n)}. */
  private static Value overOpen(Call call, Value x, int axis, long to, String reduce) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    if (to < 1 || to > 4096) {
      throw call.refuse("an adaptive pooling to " + to);
    }
    Value size = draft.number(draft.size(x, axis));
    List<Long> parts = java.util.stream.LongStream.range(0, to).boxed().toList();
    Value part = draft.constant(DataType.INT64, parts, List.of(to, 1L));
    Value count = draft.whole(to);
    Value start = numeric.divide(numeric.multiply(part, size), count);
    Value reach = numeric.add(numeric.multiply(numeric.add(part, 1), size), to - 1.0);
    Value at = Creation.count(draft, draft.size(x, axis));
    Value after = draft.spread("GreaterOrEqual", List.of(at, start), DataType.BOOL);
    Value before = draft.spread("Less", List.of(at, numeric.divide(reach, count)), DataType.BOOL);
    Value inside = draft.spread("And", List.of(after, before), DataType.BOOL);
    int last = x.shape().rank() - 1;
    Value turned = draft.unsqueeze(draft.swap(x, axis, last), last);
    boolean mean = reduce.equals("ReduceMean");
    Value other = draft.scalar(x.type(), mean ? 0 : Double.NEGATIVE_INFINITY);
    Value chosen = numeric.where(inside, turned, other);
    Value pooled =
        Reductions.reduce(
            draft, mean ? "ReduceSum" : "ReduceMax", chosen, List.of(last + 1), false);
    if (mean) {
      Value cells =
          Reductions.reduce(draft, "ReduceSum", draft.cast(inside, x.type()), List.of(1), false);
      pooled = numeric.divide(pooled, cells);
    }
    return draft.swap(pooled, axis, last);
  }

  /** {@code (sum of x^p)^(1/p)} of each window. */
  private static Value power(Call call, int axes) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value given = call.tensor("self");
    Value x = batched(call, given, axes);
    double p = call.real("norm_type", 2);
    Window window = Window.of(call, axes, false);
    double cells = window.kernel().stream().reduce(1L, Math::multiplyExact);
    Value powers = numeric.two("Pow", x, draft.scalar(x.type(), p));
    Value sum = numeric.multiply(averaged(call, powers, window, true, false), cells);
    Value root = numeric.two("Pow", sum, draft.scalar(x.type(), 1 / p));
    return unbatched(call, root, given);
  }
}
