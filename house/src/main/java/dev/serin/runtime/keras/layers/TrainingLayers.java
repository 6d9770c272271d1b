package dev.serin.runtime.keras.layers;

import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Layers that do something only while a model is trained, and the one that never does. */
final class TrainingLayers {
  private static final Map<String, LayerRule.Single> KEPT =
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

  private static final Set<String> OF_PICTURES =
      Set.of(
          "RandomCrop",
          "RandomHue",
          "RandomSaturation",
          "RandomGrayscale",
          "RandomInvert",
          "RandomPosterization",
          "RandomSharpness",
          "RandomColorJitter",
          "RandomColorDegeneration",
          "RandomErasing",
          "RandomGaussianBlur",
          "RandomPerspective",
          "RandomElasticTransform",
          "RandAugment",
          "AugMix",
          "MixUp",
          "CutMix");

  static final Map<String, LayerRule.Single> RULES = rules();

  private TrainingLayers() {}

  private static Map<String, LayerRule.Single> rules() {
    Map<String, LayerRule.Single> rules = new HashMap<>(KEPT);
    OF_PICTURES.forEach(name -> rules.put(name, TrainingLayers::picture));
    return Map.copyOf(rules);
  }

  /** Keras 3 leaves pictures as they are; until then a crop cut and sized them. */
  private static Value picture(Layer layer, List<Value> inputs) {
    if (!layer.dialect().three()) {
      throw Refusal.layer(layer.name(), "a " + layer.type() + " of Keras 2 is not converted");
    }
    layer.config().ignore("data_format", "factor", "fill_mode", "fill_value", "interpolation");
    layer.config().ignore("height", "width", "value_range", "scale", "sigma", "kernel_size");
    layer.config().ignore("brightness_factor", "contrast_factor", "saturation_factor");
    layer.config().ignore("hue_factor", "alpha", "all_ops", "num_ops", "num_chains", "chain_depth");
    layer.arguments().any("training", -1);
    return layer.one(inputs);
  }

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
