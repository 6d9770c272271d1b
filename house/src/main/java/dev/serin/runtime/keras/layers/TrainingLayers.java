package dev.serin.runtime.keras.layers;

import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Layers that do something only while a model is trained, and the one that never does. */
final class TrainingLayers {
  static final Map<String, LayerRule.Single> RULES =
      Stream.of(
              "Identity",
              "Dropout",
              "SpatialDropout1D",
              "SpatialDropout2D",
              "SpatialDropout3D",
              "GaussianNoise",
              "GaussianDropout",
              "AlphaDropout",
              "ActivityRegularization",
              "RandomFlip",
              "RandomRotation",
              "RandomZoom",
              "RandomTranslation",
              "RandomContrast",
              "RandomBrightness",
              "RandomHeight",
              "RandomWidth",
              "RandomShear")
          .collect(Collectors.toMap(Function.identity(), _ -> TrainingLayers::nothing));

  private TrainingLayers() {}

  private static Value nothing(Layer layer, List<Value> inputs) {
    layer.config().ignore("rate", "noise_shape", "data_format", "stddev", "l1", "l2", "p", "sigma");
    layer.config().ignore("factor", "height_factor", "width_factor", "mode", "fill_mode");
    layer.config().ignore("fill_value", "interpolation", "value_range", "x_factor", "y_factor");
    if (layer.dialect().three() && layer.type().startsWith("Random")) {
      layer.arguments().any("training", -1); // written true, and set anew by every prediction
    }
    return layer.any(inputs);
  }
}
