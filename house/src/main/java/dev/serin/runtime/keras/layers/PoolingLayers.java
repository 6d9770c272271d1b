package dev.serin.runtime.keras.layers;

import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Poolings over windows and over all of the spatial axes. */
final class PoolingLayers {
  static final Map<String, LayerRule.Single> RULES = rules();

  private static final int MOST_WINDOWS = 1024;

  private PoolingLayers() {}

  private static Map<String, LayerRule.Single> rules() {
    Map<String, LayerRule.Single> rules = new HashMap<>();
    for (int axes = 1; axes <= 3; axes++) {
      String end = axes + "D";
      for (boolean largest : List.of(true, false)) {
        int count = axes;
        String kind = largest ? "Max" : "Average";
        LayerRule.Single windowed =
            Spatially.over(axes, (layer, x) -> windowed(layer, x, count, largest));
        LayerRule.Single global = (layer, inputs) -> global(layer, inputs, count, largest);
        rules.put(kind + "Pooling" + end, windowed);
        rules.put(kind + "Pool" + end, windowed);
        rules.put("Global" + kind + "Pooling" + end, global);
        rules.put("Global" + kind + "Pool" + end, global);
        rules.put(
            "Adaptive" + kind + "Pooling" + end,
            Spatially.over(axes, (layer, x) -> adaptive(layer, x, count, largest)));
      }
    }
    return Map.copyOf(rules);
  }

  private static Value windowed(Layer layer, Value x, int axes, boolean largest) {
    var window = new Windows(layer.config(), axes).pooling();
    return largest ? layer.spatial().maximum(x, window) : layer.spatial().average(x, window);
  }

  /** So many windows along each axis, which together cover it; neighbours may overlap. */
  private static Value adaptive(Layer layer, Value x, int axes, boolean largest) {
    List<Long> sizes = layer.config().wholes("output_size", axes, 0);
    Value all = x;
    for (int axis = 1; axis <= axes; axis++) {
      long from = x.shape().fixed(axis);
      long to = sizes.get(axis - 1);
      if (to < 1 || to > MOST_WINDOWS) {
        throw layer.config().wrong("output_size");
      }
      List<Value> parts = new ArrayList<>();
      for (long i = 0; i < to; i++) {
        long start = i * from / to;
        Value part = layer.move().slice(all, axis, start, Math.ceilDiv((i + 1) * from, to) - start);
        parts.add(
            largest
                ? layer.reduce().maximum(part, true, axis)
                : layer.reduce().mean(part, true, axis));
      }
      all = layer.move().concat(parts, axis);
    }
    return all;
  }

  private static Value global(Layer layer, List<Value> inputs, int axes, boolean largest) {
    Value given = layer.one(inputs);
    boolean keep = layer.config().flag("keepdims", false);
    boolean masked = axes == 1 && !largest && layer.mask(given).isPresent();
    return Spatially.over(
            axes,
            (each, x) -> {
              int[] over = IntStream.rangeClosed(1, axes).toArray();
              if (masked) {
                return counted(layer, x, layer.mask(given).orElseThrow(), keep);
              }
              return largest
                  ? layer.reduce().maximum(x, keep, over)
                  : layer.reduce().mean(x, keep, over);
            })
        .emit(layer, List.of(given));
  }

  /** The mean of the steps that count. */
  private static Value counted(Layer layer, Value x, Value mask, boolean keep) {
    Value steps = layer.move().unsqueeze(layer.math().cast(mask, DataType.FP32), 2);
    Value sum = Operators.of(layer).sum(layer.math().multiply(x, steps), keep, 1);
    return layer.math().divide(sum, Operators.of(layer).sum(steps, keep, 1));
  }
}
