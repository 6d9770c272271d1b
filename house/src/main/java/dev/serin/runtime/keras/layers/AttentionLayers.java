package dev.serin.runtime.keras;

import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Multi-head attention (Vaswani et al. 2017) over {@code [rows, steps, features]}: {@code
 * softmax(query key' / sqrt(size)) value} for each head, then a matrix product over all heads.
 */
final class AttentionLayers {
  static final Map<String, LayerRule> RULES =
      Map.of("MultiHeadAttention", AttentionLayers::multiHead);

  private AttentionLayers() {}

  private static Value multiHead(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.ignore("dropout", "query_shape", "key_shape", "value_shape");
    config.ignore("flash_attention");
    List<Value> each = queryValueKey(layer, inputs);
    if (!List.of(List.of(), List.of(1L)).contains(config.wholes("attention_axes"))) {
      throw config.wrong("attention_axes");
    }
    long heads = config.whole("num_heads");
    long size = config.whole("key_dim");
    long valueSize = config.whole("value_dim", size);
    Value query = heads(layer, "query", each.get(0), heads, size);
    Value key = heads(layer, "key", each.get(2), heads, size);
    Value value = heads(layer, "value", each.get(1), heads, valueSize);
    Value scaled = layer.math().multiply(query, layer.graph().scalar(1 / Math.sqrt(size)));
    Value scores = layer.math().matMul(scaled, layer.move().transpose(key, 0, 1, 3, 2));
    Value seen = layer.math().matMul(layer.reduce().softmax(scores, -1, false), value);
    return joined(
        layer, layer.move().transpose(seen, 0, 2, 1, 3), each.getFirst(), heads * valueSize);
  }

  private static List<Value> queryValueKey(Layer layer, List<Value> inputs) {
    List<Value> all = new ArrayList<>();
    for (String name : List.of("query", "value", "key")) {
      if (all.size() < inputs.size()) {
        all.add(inputs.get(all.size()));
      } else if (layer.named().containsKey(name)) {
        all.add(layer.named().get(name));
      } else if (name.equals("key") && all.size() == 2) {
        all.add(all.getLast());
      }
    }
    if (all.size() != 3 || inputs.size() > 3) {
      throw Refusal.corrupt(layer.name(), "it is called without a query or a value");
    }
    if (all.stream().anyMatch(input -> input.shape().rank() != 3)) {
      throw Refusal.value(layer.name(), "it is called with the shape " + all.getFirst().shape());
    }
    return layer.floats(all);
  }

  /** A matrix product for each head: {@code [rows, heads, steps, size]}. */
  private static Value heads(Layer layer, String what, Value x, long heads, long size) {
    long features = x.shape().fixed(-1);
    float[] kernel = layer.weights().next(what + " kernel", features, heads, size);
    Value y = layer.math().matMul(x, layer.graph().floats(kernel, features, heads * size));
    if (layer.config().flag("use_bias", true)) {
      float[] bias = layer.weights().next(what + " bias", heads, size);
      y = layer.math().add(y, layer.graph().floats(bias, heads * size));
    }
    Shape shape = Shape.of(x.shape().size(0), x.shape().size(1), heads, size);
    Value split = layer.move().reshape(y, List.of(0L, 0L, heads, size), shape);
    return layer.move().transpose(split, 0, 2, 1, 3);
  }

  private static Value joined(Layer layer, Value heads, Value query, long width) {
    Shape shape = Shape.of(query.shape().size(0), query.shape().size(1), width);
    Value flat = layer.move().reshape(heads, List.of(0L, 0L, width), shape);
    List<Long> written = layer.config().wholes("output_shape");
    if (written.size() > 1) {
      throw layer.config().wrong("output_shape");
    }
    long results = written.isEmpty() ? query.shape().fixed(-1) : written.getFirst();
    long size = heads.shape().fixed(-1);
    float[] kernel = layer.weights().next("output kernel", width / size, size, results);
    Value y = layer.math().matMul(flat, layer.graph().floats(kernel, width, results));
    return layer.config().flag("use_bias", true)
        ? layer.math().add(y, layer.weight("output bias", results))
        : y;
  }
}
