package dev.serin.runtime.savedmodel.math;

import dev.serin.runtime.savedmodel.OpFamily;
import dev.serin.runtime.savedmodel.OpRule;
import java.util.HashMap;
import java.util.Map;

/** All operators of this room. */
public final class MathFamily implements OpFamily {

  @Override
  public Map<String, OpRule> rules() {
    Map<String, OpRule> rules = new HashMap<>();
    rules.putAll(Arithmetic.RULES);
    rules.putAll(Comparison.RULES);
    rules.putAll(Single.RULES);
    rules.putAll(Products.RULES);
    rules.putAll(Reductions.RULES);
    return rules;
  }
}
