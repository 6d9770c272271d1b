package dev.serin.runtime.keras.layers.texts;

import dev.serin.runtime.keras.LayerRule;
import java.util.HashMap;
import java.util.Map;

/** The classes of layers that read texts. */
public final class TextRules {
  public static final Map<String, LayerRule> RULES = all();

  private TextRules() {}

  private static Map<String, LayerRule> all() {
    Map<String, LayerRule.Single> all = new HashMap<>(LookupLayers.RULES);
    all.put("TextVectorization", Vectorization::emit);
    all.put("Hashing", Hashing::emit);
    return LayerRule.all(all);
  }
}
