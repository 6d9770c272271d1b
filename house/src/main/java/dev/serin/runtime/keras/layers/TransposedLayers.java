package dev.serin.runtime.keras.layers;

import dev.serin.graph.Attribute;
import dev.serin.graph.GraphMismatch;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Transposed convolutions. Keras keeps a kernel as {@code [window..., results, channels]}, ONNX as
 * {@code [channels, results, window...]}: the same turn as that of a plain convolution.
 */
final class TransposedLayers {
  static final Map<String, LayerRule.Single> RULES = rules();

  private TransposedLayers() {}

  private static Map<String, LayerRule.Single> rules() {
    Map<String, LayerRule.Single> rules = new HashMap<>();
    for (int axes = 1; axes <= 3; axes++) {
      int count = axes;
      LayerRule.Single rule = Spatially.over(axes, (layer, x) -> transposed(layer, x, count));
      rules.put("Conv" + axes + "DTranspose", rule);
      rules.put("Convolution" + axes + "DTranspose", rule);
    }
    return Map.copyOf(rules);
  }

  private static Value transposed(Layer layer, Value x, int axes) {
    ConvolutionLayers.notTurned(layer);
    layer.config().only("groups", 1);
    Extent extent = Extent.of(layer, axes);
    long channels = x.shape().fixed(-1);
    long results = layer.config().whole("filters");
    ByteBuffer kernel =
        layer.weights().next("kernel", Turned.sizes(extent.size(), results, channels));
    Value turned = Turned.kernel(layer, kernel, extent.size(), results, channels);
    List<Value> takes = new ArrayList<>(List.of(Operators.of(layer).channelsSecond(x), turned));
    takes.addAll(ConvolutionLayers.bias(layer, results));
    Shape spatial = extent.result(x.shape().part(1, axes + 1));
    Shape shape = Shape.of(x.shape().size(0), results).followedBy(spatial);
    Value y = layer.graph().node("ConvTranspose", takes, x.type(), shape, extent.attributes());
    return Activations.of(layer, "activation", Operators.of(layer).channelsLast(y));
  }

  /**
   * How far the windows reach. {@code cut} is what is taken from the edges of all that they cover;
   * below zero, what is added at the end.
   */
  private record Extent(List<Long> size, List<Long> steps, List<Long> dilations, List<Long> cut) {

    static Extent of(Layer layer, int axes) {
      List<Long> size = layer.config().wholes("kernel_size", axes, 1);
      List<Long> steps = layer.config().wholes("strides", axes, 1);
      List<Long> dilations = layer.config().wholes("dilation_rate", axes, 1);
      boolean added = layer.config().member("output_padding").isPresent();
      List<Long> more = layer.config().wholes("output_padding", axes, 0);
      boolean same = same(layer);
      List<Long> cut = new ArrayList<>();
      for (int axis = 0; axis < axes; axis++) {
        long step = steps.get(axis);
        long reach = (size.get(axis) - 1) * dilations.get(axis) + 1;
        if (step < 1 || reach < 1 || more.get(axis) < 0) {
          throw new GraphMismatch("no window of " + size + ", " + steps + ", " + dilations);
        }
        long plain = same ? reach - step : Math.min(0, reach - step);
        long asked = (same ? 2 * (reach / 2) : 0) - more.get(axis);
        cut.add(added ? asked : plain);
      }
      return new Extent(size, steps, dilations, cut);
    }

    private static boolean same(Layer layer) {
      return switch (layer.config().text("padding", "valid")) {
        case "same" -> true;
        case "valid" -> false;
        default -> throw layer.config().wrong("padding");
      };
    }

    Shape result(Shape spatial) {
      List<Long> sizes = new ArrayList<>();
      for (int axis = 0; axis < size.size(); axis++) {
        long reach = (size.get(axis) - 1) * dilations.get(axis) + 1;
        long length = spatial.size(axis);
        sizes.add(
            length == Shape.ANY
                ? Shape.ANY
                : (length - 1) * steps.get(axis) + reach - cut.get(axis));
      }
      return new Shape(sizes);
    }

    Attribute[] attributes() {
      List<Long> before = new ArrayList<>();
      List<Long> after = new ArrayList<>();
      for (long each : cut) {
        before.add(Math.max(0, each) / 2);
        after.add(Math.max(0, each) - before.getLast());
      }
      before.addAll(after);
      return new Attribute[] {
        new Attribute.Wholes("kernel_shape", size),
        new Attribute.Wholes("strides", steps),
        new Attribute.Wholes("dilations", dilations),
        new Attribute.Wholes("pads", before),
        new Attribute.Wholes(
            "output_padding", cut.stream().map(each -> Math.max(0, -each)).toList())
      };
    }
  }
}
