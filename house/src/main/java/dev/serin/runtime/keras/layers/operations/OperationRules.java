package dev.serin.runtime.keras.layers.operations;

import dev.serin.runtime.keras.LayerRule;
import java.util.HashMap;
import java.util.Map;

/** The operations of {@code keras.ops}, and those of TensorFlow in files of Keras 2. */
public final class OperationRules {
  public static final Map<String, LayerRule> RULES = all();

  private OperationRules() {}

  private static Map<String, LayerRule> all() {
    Map<String, LayerRule> all = new HashMap<>();
    OperationLayers.RULES.forEach(
        (name, rule) -> all.put("ops." + name, OperationLayers.rule(rule)));
    FurtherOperations.RULES.forEach((name, rule) -> all.put("ops." + name, rule));
    MovingOperations.RULES.forEach((name, rule) -> all.put("ops." + name, rule));
    all.put("TFOpLambda", TensorFlowOperations::emit);
    all.put("SlicingOpLambda", TensorFlowOperations::emit);
    return Map.copyOf(all);
  }
}
