package dev.serin.runtime.keras.layers;

import dev.serin.runtime.keras.LayerRule;
import java.util.HashMap;
import java.util.Map;

/** All classes of layers that are converted. */
public final class KerasLayers {
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
    all.putAll(RecurrentLayers.RULES);
    all.putAll(WrapperLayers.RULES);
    all.putAll(AttentionLayers.RULES);
    all.putAll(HeadedLayers.RULES);
    return Map.copyOf(all);
  }
}
