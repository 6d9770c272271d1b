package dev.serin.runtime.keras;

import dev.serin.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Poolings over windows and over all of the spatial axes. */
final class PoolingLayers {
  static final Map<String, LayerRule> RULES = rules();

  private PoolingLayers() {}

  private static Map<String, LayerRule> rules() {
    Map<String, LayerRule> rules = new HashMap<>();
    for (int axes = 1; axes <= 2; axes++) {
      int count = axes;
      String end = axes + "D";
      rules.put("MaxPooling" + end, (layer, in) -> windowed(layer, in, count, true));
      rules.put("AveragePooling" + end, (layer, in) -> windowed(layer, in, count, false));
      rules.put("GlobalMaxPooling" + end, (layer, in) -> global(layer, in, count, true));
      rules.put("GlobalAveragePooling" + end, (layer, in) -> global(layer, in, count, false));
    }
    return Map.copyOf(rules);
  }

  private static Value windowed(Layer layer, List<Value> inputs, int axes, boolean largest) {
    Value x = prepared(layer, inputs, axes);
    var window = new Windows(layer.config(), axes).pooling();
    return largest ? layer.spatial().maximum(x, window) : layer.spatial().average(x, window);
  }

  private static Value global(Layer layer, List<Value> inputs, int axes, boolean largest) {
    Value x = prepared(layer, inputs, axes);
    boolean keep = layer.config().flag("keepdims", false);
    int[] over = axes == 1 ? new int[] {1} : new int[] {1, 2};
    return largest ? layer.reduce().maximum(x, keep, over) : layer.reduce().mean(x, keep, over);
  }

  private static Value prepared(Layer layer, List<Value> inputs, int axes) {
    layer.config().channelsLast();
    Value x = layer.one(inputs);
    if (x.shape().rank() != axes + 2) {
      throw Refusal.corrupt(layer.name(), "it is called with the shape " + x.shape());
    }
    return x;
  }
}
