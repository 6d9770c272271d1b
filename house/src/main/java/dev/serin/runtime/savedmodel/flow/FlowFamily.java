package dev.serin.runtime.savedmodel.flow;

import dev.serin.runtime.savedmodel.OpFamily;
import dev.serin.runtime.savedmodel.OpRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All operators of this room. */
public final class FlowFamily implements OpFamily {

  @Override
  public Map<String, OpRule> rules() {
    Map<String, OpRule> rules = new HashMap<>();
    rules.putAll(Lists.RULES);
    rules.putAll(TensorArrays.RULES);
    rules.put("While", call -> new Loop(call).results());
    rules.put("StatelessWhile", call -> new Loop(call).results());
    rules.put("If", Choice::results);
    rules.put("StatelessIf", Choice::results);
    rules.put("Case", Choice::oneOfMany);
    rules.put("StatelessCase", Choice::oneOfMany);
    rules.put("Switch", call -> List.of(call.operand(0), call.operand(0)));
    rules.put("Merge", Choice::merged);
    return rules;
  }
}
