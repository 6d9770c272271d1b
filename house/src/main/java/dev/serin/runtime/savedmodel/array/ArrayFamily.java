package dev.serin.runtime.savedmodel.array;

import dev.serin.runtime.savedmodel.OpFamily;
import dev.serin.runtime.savedmodel.OpRule;
import java.util.HashMap;
import java.util.Map;

/** All operators of this room. */
public final class ArrayFamily implements OpFamily {

  @Override
  public Map<String, OpRule> rules() {
    Map<String, OpRule> rules = new HashMap<>();
    rules.putAll(Shapes.RULES);
    rules.putAll(Cuts.RULES);
    rules.putAll(Joints.RULES);
    rules.putAll(Picks.RULES);
    rules.putAll(Blocks.RULES);
    rules.putAll(Spreads.RULES);
    return rules;
  }
}
