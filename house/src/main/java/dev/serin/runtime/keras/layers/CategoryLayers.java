package dev.serin.runtime.keras.layers;

import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Layers that turn numbers into categories, and categories into rows of zeros and ones. */
public final class CategoryLayers {
  static final Map<String, LayerRule.Single> RULES =
      Map.of("CategoryEncoding", CategoryLayers::encoding, "Discretization", CategoryLayers::bins);

  private CategoryLayers() {}

  private static Value encoding(Layer layer, List<Value> inputs) {
    layer.config().only("sparse", false);
    Value x = layer.math().cast(layer.any(inputs), DataType.INT64);
    String mode = layer.config().text("output_mode", "multi_hot");
    return encoded(layer, x, layer.config().whole("num_tokens"), mode);
  }

  /** One place for each of so many categories: whether, or how often, it stands in the row. */
  public static Value encoded(Layer layer, Value x, long count, String mode) {
    int rank = x.shape().rank();
    if (count < 1 || count > Integer.MAX_VALUE || rank > 2) {
      throw layer.config().wrong("output_mode");
    }
    boolean single = rank == 1 || x.shape().size(-1) == 1;
    Value places = layer.graph().longs(LongStream.range(0, count).toArray(), count);
    Value each = layer.move().unsqueeze(x, rank);
    Value hits =
        layer.math().cast(Operators.of(layer).compare("Equal", each, places), DataType.FP32);
    if (rank == 1) {
      return hits;
    }
    return switch (mode) {
      case "one_hot" -> {
        if (!single) {
          throw layer.config().wrong("output_mode");
        }
        yield layer.move().squeeze(hits, 1);
      }
      case "multi_hot" -> Operators.of(layer).reduce("ReduceMax", hits, false, 1);
      case "count" -> Operators.of(layer).sum(hits, false, 1);
      default -> throw layer.config().wrong("output_mode");
    };
  }

  /** How many of the bounds are not above the number. */
  private static Value bins(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.only("sparse", false);
    config.ignore("num_bins", "epsilon");
    float[] bounds =
        config.reals("bin_boundaries").orElseThrow(() -> config.wrong("bin_boundaries"));
    Value x = layer.math().cast(layer.any(inputs), DataType.FP32);
    Value each = layer.move().unsqueeze(x, x.shape().rank());
    Value limits = layer.graph().floats(bounds, bounds.length);
    Value above = Operators.of(layer).compare("GreaterOrEqual", each, limits);
    Value bin = Operators.of(layer).sum(layer.math().cast(above, DataType.INT64), false, -1);
    String mode = config.text("output_mode", "int");
    return mode.equals("int")
        ? layer.math().cast(bin, DataType.INT32)
        : encoded(layer, bin, bounds.length + 1L, mode);
  }
}
