package dev.serin.runtime.keras;

import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/** Matrix products with weights, tables of weights, and what only training needs. */
final class DenseLayers {
  static final Map<String, LayerRule> RULES =
      Map.of(
          "Dense", DenseLayers::dense,
          "Embedding", DenseLayers::embedding,
          "Dropout", DenseLayers::nothing,
          "SpatialDropout1D", DenseLayers::nothing,
          "SpatialDropout2D", DenseLayers::nothing,
          "GaussianNoise", DenseLayers::nothing,
          "GaussianDropout", DenseLayers::nothing,
          "AlphaDropout", DenseLayers::nothing,
          "ActivityRegularization", DenseLayers::nothing);

  private DenseLayers() {}

  /** {@code activation(x kernel + bias)} over the last axis. */
  private static Value dense(Layer layer, List<Value> inputs) {
    Value x = layer.one(inputs);
    long units = layer.config().whole("units");
    layer.config().ignore("input_dim");
    Value y = layer.math().matMul(x, layer.weight("kernel", x.shape().fixed(-1), units));
    if (layer.config().flag("use_bias", true)) {
      y = layer.math().add(y, layer.weight("bias", units));
    }
    return Activations.of(layer, "activation", y);
  }

  /** Rows of a table; floats are cut to whole numbers first, as Keras does. */
  private static Value embedding(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.only("mask_zero", false);
    config.ignore("input_length");
    Value table = layer.weight("embeddings", config.whole("input_dim"), config.whole("output_dim"));
    return layer.move().rows(table, layer.math().cast(layer.any(inputs), DataType.INT32));
  }

  /** Layers that do something only while a model is trained. */
  private static Value nothing(Layer layer, List<Value> inputs) {
    layer.config().ignore("rate", "noise_shape", "data_format", "stddev", "l1", "l2", "p", "sigma");
    return layer.any(inputs);
  }
}
