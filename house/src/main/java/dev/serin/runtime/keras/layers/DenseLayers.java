package dev.serin.runtime.keras.layers;

import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Matrix products with weights, and tables of weights. */
final class DenseLayers {
  static final Map<String, LayerRule.Single> RULES =
      Map.of(
          "Dense", DenseLayers::dense,
          "Embedding", DenseLayers::embedding);

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
    config.ignore("input_length");
    Value table = layer.weight("embeddings", config.whole("input_dim"), config.whole("output_dim"));
    Value given = layer.any(inputs);
    Value rows = layer.move().rows(table, row(layer, given));
    if (config.flag("mask_zero", false)) {
      Value whole = layer.math().cast(given, DataType.INT32);
      Value zero = layer.math().cast(layer.graph().longs(new long[1]), DataType.INT32);
      Operators operators = Operators.of(layer);
      layer.mask(rows, Optional.of(operators.not(operators.compare("Equal", whole, zero))));
    }
    return rows;
  }

  /** The engine counts negative rows from the end, Keras refuses them: they leave the table. */
  private static Value row(Layer layer, Value given) {
    Value whole = layer.math().cast(layer.math().cast(given, DataType.INT32), DataType.INT64);
    Value zero = layer.graph().longs(new long[] {0});
    Value none = layer.graph().longs(new long[] {Integer.MAX_VALUE});
    Operators operators = Operators.of(layer);
    return operators.where(operators.compare("Less", whole, zero), none, whole);
  }
}
