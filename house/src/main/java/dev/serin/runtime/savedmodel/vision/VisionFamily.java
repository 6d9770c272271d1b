package dev.serin.runtime.savedmodel.vision;

import dev.serin.runtime.savedmodel.OpFamily;
import dev.serin.runtime.savedmodel.OpRule;
import java.util.HashMap;
import java.util.Map;

/** All operators of this room. */
public final class VisionFamily implements OpFamily {

  @Override
  public Map<String, OpRule> rules() {
    Map<String, OpRule> rules = new HashMap<>();
    rules.putAll(Convolutions.RULES);
    rules.putAll(Poolings.RULES);
    rules.putAll(Normalizations.RULES);
    rules.putAll(Resizes.RULES);
    return rules;
  }
}
