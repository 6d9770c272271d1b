package dev.serin.runtime.keras;

import dev.serin.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How one class of layers becomes nodes of a graph. */
interface LayerRule {
  /** All classes that are converted. */
  Map<String, LayerRule> ALL = all();

  /** Classes whose meaning is code. */
  Set<String> CODE = Set.of("Lambda", "TFOpLambda", "SlicingOpLambda", "TFSMLayer");

  /** Classes that are models. */
  Set<String> MODELS = Set.of("Functional", "Model", "Sequential");

  /** Adds the layer; asks its configuration for every key that it understands. */
  Value emit(Layer layer, List<Value> inputs);

  /** The rule for this layer's class. */
  static LayerRule of(Layer layer) {
    LayerRule rule = ALL.get(layer.type());
    if (rule != null) {
      return rule;
    }
    if (CODE.contains(layer.type())) {
      throw Refusal.of(
          "CUSTOM_CODE",
          layer.name(),
          "a " + layer.type() + " layer is code, and code of a file is never run",
          "build the model without it, or export the model to ONNX");
    }
    if (MODELS.contains(layer.type())) {
      throw Refusal.layer(layer.name(), "a model inside of a model is not converted");
    }
    throw Refusal.layer(layer.name(), "layers of the class " + layer.type() + " are not converted");
  }

  private static Map<String, LayerRule> all() {
    Map<String, LayerRule> all = new HashMap<>();
    all.putAll(DenseLayers.RULES);
    all.putAll(ActivationLayers.RULES);
    all.putAll(ConvolutionLayers.RULES);
    all.putAll(PoolingLayers.RULES);
    all.putAll(NormalizationLayers.RULES);
    all.putAll(RecurrentLayers.RULES);
    all.putAll(WrapperLayers.RULES);
    all.putAll(AttentionLayers.RULES);
    all.putAll(ShapeLayers.RULES);
    all.putAll(MergeLayers.RULES);
    return Map.copyOf(all);
  }
}
