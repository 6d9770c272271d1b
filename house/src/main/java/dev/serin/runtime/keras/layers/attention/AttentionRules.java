package dev.serin.runtime.keras.layers.attention;

import dev.serin.runtime.keras.LayerRule;
import java.util.List;
import java.util.Map;

/** The classes of layers that attend to steps. */
public final class AttentionRules {
  public static final Map<String, LayerRule> RULES =
      LayerRule.together(List.of(AttentionLayers.RULES, HeadedLayers.RULES));

  private AttentionRules() {}
}
