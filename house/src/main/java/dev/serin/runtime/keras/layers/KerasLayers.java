package dev.serin.runtime.keras.layers;

import dev.serin.runtime.keras.LayerRule;
import dev.serin.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All classes of layers that are converted. */
public final class KerasLayers {
  /** Layers whose results count where their input counts. */
  private static final Set<String> PASSING =
      Set.of(
          "Dense", "Activation", "ReLU", "LeakyReLU", "ELU", "PReLU", "Softmax", "Identity",
          "BatchNormalization", "LayerNormalization", "GroupNormalization", "UnitNormalization",
          "Normalization", "Rescaling", "Dropout", "AlphaDropout", "GaussianDropout",
          "GaussianNoise", "ActivityRegularization", "GroupQueryAttention",
          "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D");

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
    all.putAll(RecurrentLayers.RULES);
    all.putAll(WrapperLayers.RULES);
    all.putAll(AttentionLayers.RULES);
    all.putAll(HeadedLayers.RULES);
    OperationLayers.RULES.forEach(
        (name, rule) -> all.put("ops." + name, OperationLayers.rule(rule)));
    MovingOperations.RULES.forEach((name, rule) -> all.put("ops." + name, rule));
    all.put("TFOpLambda", TensorFlowOperations::emit);
    all.put("SlicingOpLambda", TensorFlowOperations::emit);
    PASSING.forEach(name -> all.compute(name, (_, rule) -> passing(rule)));
    return Map.copyOf(all);
  }

  private static LayerRule passing(LayerRule rule) {
    return layer -> {
      List<Value> results = rule.emit(layer);
      layer.passMask(results);
      return results;
    };
  }
}
