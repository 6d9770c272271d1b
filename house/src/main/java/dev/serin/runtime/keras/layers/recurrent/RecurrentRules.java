package dev.serin.runtime.keras.layers.recurrent;

import dev.serin.runtime.keras.LayerRule;
import java.util.List;
import java.util.Map;

/** The classes of layers over steps, and of the wrappers around them. */
public final class RecurrentRules {
  public static final Map<String, LayerRule> RULES =
      LayerRule.together(List.of(RecurrentLayers.RULES, WrapperLayers.RULES));

  private RecurrentRules() {}
}
