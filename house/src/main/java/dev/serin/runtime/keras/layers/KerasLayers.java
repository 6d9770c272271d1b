package dev.serin.runtime.keras.layers;

import dev.serin.runtime.keras.LayerRule;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The classes of layers in this room. */
public final class KerasLayers {
  /** Layers whose results count where their input counts. */
  private static final Set<String> PASSING =
      Set.of(
          "Dense",
          "Activation",
          "ReLU",
          "LeakyReLU",
          "ELU",
          "PReLU",
          "Softmax",
          "Identity",
          "BatchNormalization",
          "LayerNormalization",
          "GroupNormalization",
          "UnitNormalization",
          "Normalization",
          "Rescaling",
          "Dropout",
          "AlphaDropout",
          "GaussianDropout",
          "GaussianNoise",
          "ActivityRegularization",
          "SpatialDropout1D",
          "SpatialDropout2D",
          "SpatialDropout3D");

  public static final Map<String, LayerRule> RULES = all();

  private KerasLayers() {}

  private static Map<String, LayerRule> all() {
    Map<String, LayerRule> all = new HashMap<>();
    all.putAll(LayerRule.all(DenseLayers.RULES));
    all.putAll(LayerRule.all(TrainingLayers.RULES));
    all.putAll(LayerRule.all(ActivationLayers.RULES));
    all.putAll(LayerRule.all(ConvolutionLayers.RULES));
    all.putAll(LayerRule.all(TransposedLayers.RULES));
    all.putAll(LayerRule.all(PoolingLayers.RULES));
    all.putAll(LayerRule.all(NormalizationLayers.RULES));
    all.putAll(LayerRule.all(ShapeLayers.RULES));
    all.putAll(LayerRule.all(PictureLayers.RULES));
    all.putAll(LayerRule.all(MergeLayers.RULES));
    all.putAll(LayerRule.all(CategoryLayers.RULES));
    PASSING.forEach(name -> all.compute(name, (_, rule) -> LayerRule.passing(rule)));
    return Map.copyOf(all);
  }
}
