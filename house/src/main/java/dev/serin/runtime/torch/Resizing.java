package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Larger and smaller pictures: interpolation, sampling on a grid, and shuffled pixels. */
final class Resizing {
  private static final String[] AXES = {"scales_d", "scales_h", "scales_w"};

  private Resizing() {}

  static void addTo(Map<String, Rule> all) {
    for (int spatial = 1; spatial <= 3; spatial++) {
      int axes = spatial;
      String tail = axes + "d(self, output_size, scale_factors, b, c, " + named(axes) + ")";
      Rule.one(all, "upsample_nearest" + tail, call -> nearest(call, axes, "asymmetric", "floor"));
      Rule.one(
          all,
          "_upsample_nearest_exact" + tail,
          call -> nearest(call, axes, "half_pixel", "round_prefer_ceil"));
    }
    smooth(all, "upsample_linear1d", 1, "linear");
    smooth(all, "upsample_bilinear2d", 2, "linear");
    smooth(all, "_upsample_bilinear2d_aa", 2, "linear");
    smooth(all, "upsample_trilinear3d", 3, "linear");
    smooth(all, "upsample_bicubic2d", 2, "cubic");
    smooth(all, "_upsample_bicubic2d_aa", 2, "cubic");
    Rule.one(all, "pixel_shuffle(self, upscale_factor)", Resizing::shuffled);
    Rule.one(all, "pixel_unshuffle(self, downscale_factor)", Resizing::unshuffled);
    Rule.one(all, "channel_shuffle native_channel_shuffle(self, groups)", Resizing::channels);
    Rule.one(
        all,
        "grid_sampler grid_sampler_2d grid_sampler_3d(input, grid, interpolation_mode,"
            + " padding_mode, align_corners)",
        Resizing::sampled);
  }

  private static String named(int axes) {
    return axes == 1 ? "scales" : axes == 2 ? "scales_h, scales_w" : String.join(", ", AXES);
  }

  private static void smooth(Map<String, Rule> all, String name, int axes, String mode) {
    String schema =
        name + "(self, output_size, align_corners, scale_factors, b, c, " + named(axes) + ")";
    Rule.one(
        all,
        schema,
        call -> {
          List<Attribute> with = new ArrayList<>();
          boolean corners = call.flag("align_corners", false);
          with.add(new Attribute.Text("mode", mode));
          with.add(
              new Attribute.Text(
                  "coordinate_transformation_mode", corners ? "align_corners" : "half_pixel"));
          boolean smoothed = name.endsWith("_aa");
          with.add(new Attribute.Whole("antialias", smoothed ? 1 : 0));
          if (mode.equals("cubic")) {
            double steep = smoothed ? -0.5 : -0.75;
            with.add(new Attribute.Real("cubic_coeff_a", (float) steep));
          }
          return resized(call, axes, with);
        });
  }

  private static Value nearest(Call call, int axes, String places, String rounding) {
    return resized(
        call,
        axes,
        List.of(
            new Attribute.Text("mode", "nearest"),
            new Attribute.Text("coordinate_transformation_mode", places),
            new Attribute.Text("nearest_mode", rounding)));
  }

  /** By the factors where they are given, for then they also decide about the places. */
  private static Value resized(Call call, int axes, List<Attribute> with) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    if (x.shape().rank() != axes + 2) {
      throw call.mismatch("an interpolation over " + axes + " axes of " + x.shape());
    }
    if (axes == 1) { // the engine interpolates pictures
      x = draft.unsqueeze(x, 2);
    }
    List<Double> factors = factors(call, axes);
    List<Dim> sizes = new ArrayList<>(draft.sizes(x).subList(0, 2));
    List<Double> scales = new ArrayList<>(List.of(1.0, 1.0));
    if (axes == 1) {
      sizes.add(Dim.of(1));
      scales.add(1.0);
    }
    List<Dim> wanted = call.dims("output_size");
    for (int axis = 0; axis < axes; axis++) {
      Dim size = draft.size(x, sizes.size());
      sizes.add(wanted.isEmpty() ? scaled(call, size, factors.get(axis)) : wanted.get(axis));
      scales.add(factors.isEmpty() ? 1.0 : factors.get(axis));
    }
    Value scale = draft.constant(DataType.FP32, scales, List.of((long) scales.size()));
    List<Value> takes =
        factors.isEmpty()
            ? List.of(x, Value.ABSENT, Value.ABSENT, draft.lengths(sizes))
            : List.of(x, Value.ABSENT, scale);
    Value result = draft.node("Resize", takes, x.type(), sizes, with.toArray(Attribute[]::new));
    return axes == 1 ? draft.squeeze(result, 2) : result;
  }

  private static List<Double> factors(Call call, int axes) {
    List<Double> factors = new ArrayList<>();
    String[] names =
        axes == 1
            ? new String[] {"scales"}
            : axes == 2 ? new String[] {"scales_h", "scales_w"} : AXES;
    for (String name : names) {
      if (call.has(name)) {
        factors.add(call.real(name, 1));
      }
    }
    call.items("scale_factors").forEach(item -> factors.add(number(call, item)));
    for (String name : List.of("b", "c")) { // the overload with one factor for each axis
      if (call.has(name)) {
        factors.add(call.real(name, 1));
      }
    }
    if (!factors.isEmpty() && factors.size() != axes) {
      throw call.refuse(factors.size() + " factors for " + axes + " axes");
    }
    return factors;
  }

  private static double number(Call call, Argument item) {
    return switch (item) {
      case Argument.Real(double value) -> value;
      case Argument.Whole(long value) -> value;
      default -> throw call.refuse("a factor is " + item);
    };
  }

  private static Dim scaled(Call call, Dim size, double factor) {
    if (size.known()) {
      return Dim.of((long) Math.floor(size.number().getAsLong() * factor));
    }
    if (factor == Math.rint(factor)) {
      return size.times(Dim.of((long) factor));
    }
    double inverse = 1 / factor;
    if (inverse == Math.rint(inverse)) {
      return size.over(Dim.of((long) inverse));
    }
    throw call.refuse("the factor " + factor + " of an open size");
  }

  private static List<Integer> behind(int front, int... axes) {
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < front; axis++) {
      order.add(axis);
    }
    for (int axis : axes) {
      order.add(front + axis);
    }
    return order;
  }

  /** {@code [.., c r r, h, w]} to {@code [.., c, h r, w r]}. */
  private static Value shuffled(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    Dim r = Dim.of(call.whole("upscale_factor"));
    int front = x.shape().rank() - 3;
    List<Dim> outer = draft.sizes(x).subList(0, front);
    Dim c = draft.size(x, -3).over(r.times(r));
    Dim h = draft.size(x, -2);
    Dim w = draft.size(x, -1);
    Value split = draft.reshape(x, joined(outer, c, r, r, h, w));
    Value turned = draft.transpose(split, behind(front, 0, 3, 1, 4, 2));
    return draft.reshape(turned, joined(outer, c, h.times(r), w.times(r)));
  }

  private static Value unshuffled(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    Dim r = Dim.of(call.whole("downscale_factor"));
    int front = x.shape().rank() - 3;
    List<Dim> outer = draft.sizes(x).subList(0, front);
    Dim c = draft.size(x, -3);
    Dim h = draft.size(x, -2).over(r);
    Dim w = draft.size(x, -1).over(r);
    Value split = draft.reshape(x, joined(outer, c, h, r, w, r));
    Value turned = draft.transpose(split, behind(front, 0, 2, 4, 1, 3));
    return draft.reshape(turned, joined(outer, c.times(r).times(r), h, w));
  }

  private static List<Dim> joined(List<Dim> outer, Dim... inner) {
    List<Dim> all = new ArrayList<>(outer);
    all.addAll(List.of(inner));
    return all;
  }

  private static Value channels(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    List<Dim> sizes = draft.sizes(x);
    Dim groups = Dim.of(call.whole("groups"));
    List<Dim> split = new ArrayList<>(sizes);
    split.set(1, sizes.get(1).over(groups));
    split.add(1, groups);
    return draft.reshape(draft.swap(draft.reshape(x, split), 1, 2), sizes);
  }

  private static Value sampled(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("input");
    Value grid = call.tensor("grid");
    List<String> modes = List.of("linear", "nearest", "cubic");
    List<String> edges = List.of("zeros", "border", "reflection");
    List<Dim> sizes = new ArrayList<>(draft.sizes(x).subList(0, 2));
    sizes.addAll(draft.sizes(grid).subList(1, grid.shape().rank() - 1));
    return draft.node(
        "GridSample",
        List.of(x, grid),
        x.type(),
        sizes,
        new Attribute.Text("mode", named(call, "interpolation_mode", modes)),
        new Attribute.Text("padding_mode", named(call, "padding_mode", edges)),
        new Attribute.Whole("align_corners", call.flag("align_corners", false) ? 1 : 0));
  }

  private static String named(Call call, String name, List<String> texts) {
    long number = call.whole(name, 0);
    if (number < 0 || number >= texts.size()) {
      throw call.refuse(name + " is " + number);
    }
    return texts.get((int) number);
  }
}
