package dev.serin.runtime.keras.layers;

import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.tensor.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Poolings over windows and over all of the spatial axes. */
final class PoolingLayers {
  static final Map<String, LayerRule.Single> RULES = rules();

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
      }
    }
    return Map.copyOf(rules);
  }

  private static Value windowed(Layer layer, Value x, int axes, boolean largest) {
    var window = new Windows(layer.config(), axes).pooling();
    return largest ? layer.spatial().maximum(x, window) : layer.spatial().average(x, window);
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
