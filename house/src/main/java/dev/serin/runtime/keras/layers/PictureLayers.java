package dev.serin.runtime.keras.layers;

import dev.serin.graph.Attribute;
import dev.serin.graph.GraphMismatch;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers that change the size of pictures. The places of pixels are counted from their middles, as
 * TensorFlow has done since its second version.
 */
final class PictureLayers {
  static final Map<String, LayerRule.Single> RULES = rules();

  private PictureLayers() {}

  private static Map<String, LayerRule.Single> rules() {
    Map<String, LayerRule.Single> rules = new HashMap<>();
    for (int axes = 1; axes <= 3; axes++) {
      int count = axes;
      rules.put(
          "UpSampling" + axes + "D", Spatially.over(axes, (layer, x) -> enlarge(layer, x, count)));
    }
    rules.put("Resizing", (layer, inputs) -> pictures(layer, inputs, PictureLayers::resize));
    rules.put("CenterCrop", (layer, inputs) -> pictures(layer, inputs, PictureLayers::cut));
    return Map.copyOf(rules);
  }

  private static Value enlarge(Layer layer, Value x, int axes) {
    List<Long> times = new ArrayList<>(List.of(1L));
    times.addAll(layer.config().wholes("size", axes, 2));
    times.add(1L);
    if (times.stream().anyMatch(time -> time < 1)) {
      throw layer.config().wrong("size");
    }
    String interpolation = layer.config().text("interpolation", "nearest");
    if (interpolation.equals("nearest")) {
      return layer.move().enlarge(x, times);
    }
    if (axes != 2) {
      throw layer.config().wrong("interpolation");
    }
    return sized(layer, x, x.shape().fixed(1) * times.get(1), x.shape().fixed(2) * times.get(2));
  }

  /** A picture or a row of them, in either order of channels, as float32. */
  private static Value pictures(Layer layer, List<Value> inputs, Spatially.Rule rule) {
    if (layer.dialect().three()) {
      layer.arguments().any("training", -1); // written true, and set anew by every prediction
    }
    Value x = layer.math().cast(layer.any(inputs), DataType.FP32);
    return Spatially.over(2, rule).emit(layer, List.of(x));
  }

  private static Value resize(Layer layer, Value x) {
    long height = layer.config().whole("height");
    long width = layer.config().whole("width");
    layer.config().only("antialias", false);
    layer.config().only("pad_to_aspect_ratio", false);
    layer.config().ignore("fill_mode", "fill_value");
    if (height < 1 || width < 1) {
      throw layer.config().wrong("height");
    }
    return sized(
        layer,
        layer.config().flag("crop_to_aspect_ratio", false) ? alike(layer, x, height, width) : x,
        height,
        width);
  }

  /** The middle of the picture in the ratio of these sizes. */
  private static Value alike(Layer layer, Value x, long height, long width) {
    long tall = x.shape().fixed(1);
    long wide = x.shape().fixed(2);
    long highest = Math.min(tall, (long) ((float) (wide * height) / width));
    long widest = Math.min(wide, (long) ((float) (tall * width) / height));
    return middle(
        layer,
        x,
        (long) ((float) (tall - highest) / 2),
        (long) ((float) (wide - widest) / 2),
        highest,
        widest);
  }

  private static Value middle(Layer layer, Value x, long top, long left, long height, long width) {
    Value rows = layer.move().crop(x, 1, top, x.shape().fixed(1) - top - height);
    return layer.move().crop(rows, 2, left, x.shape().fixed(2) - left - width);
  }

  private static Value cut(Layer layer, Value x) {
    long height = layer.config().whole("height");
    long width = layer.config().whole("width");
    long tall = x.shape().fixed(1);
    long wide = x.shape().fixed(2);
    if (height < 1 || width < 1) {
      throw layer.config().wrong("height");
    }
    if (tall < height || wide < width) {
      throw new GraphMismatch("a part of " + height + " x " + width + " out of " + x.shape());
    }
    return middle(layer, x, (tall - height) / 2, (wide - width) / 2, height, width);
  }

  /** The picture in this size, by the interpolation in the settings. */
  private static Value sized(Layer layer, Value x, long height, long width) {
    Shape shape = x.shape().with(1, height).with(2, width);
    Value sizes =
        layer
            .move()
            .concat(
                List.of(
                    Operators.of(layer).size(x, 0),
                    layer.graph().longs(List.of(height, width, x.shape().fixed(-1)))),
                0);
    List<Attribute> with = new ArrayList<>();
    with.add(new Attribute.Text("coordinate_transformation_mode", "half_pixel"));
    switch (layer.config().text("interpolation", "bilinear")) {
      case "bilinear" -> with.add(new Attribute.Text("mode", "linear"));
      case "nearest" -> {
        with.add(new Attribute.Text("mode", "nearest"));
        with.add(new Attribute.Text("nearest_mode", "round_prefer_ceil"));
      }
      default -> throw layer.config().wrong("interpolation");
    }
    return resized(layer, x, sizes, shape, with);
  }

  private static Value resized(
      Layer layer, Value x, Value sizes, Shape shape, List<Attribute> with) {
    Operators operators = Operators.of(layer);
    Value second = operators.channelsSecond(x);
    Value order = layer.graph().longs(List.of(0L, 3L, 1L, 2L));
    Value turned = layer.graph().node("Gather", List.of(sizes, order), DataType.INT64, Shape.of(4));
    Shape result = Shape.of(shape.size(0), shape.size(3), shape.size(1), shape.size(2));
    Value y = operators.resize(second, turned, result, with.toArray(Attribute[]::new));
    return operators.channelsLast(y);
  }
}
