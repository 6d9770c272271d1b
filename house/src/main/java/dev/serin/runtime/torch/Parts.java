package dev.serin.runtime.torch;

import dev.serin.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ways back from a view to what it is a part of, for operators that never copy. */
final class Parts {
  private static final Set<String> TURNING = Set.of("transpose", "t", "swapaxes", "swapdims");
  private static final Set<String> SHAPING = Set.of("view", "unsqueeze", "squeeze");

  private Parts() {}

  /** How a change of this call's result is put back into its first argument. */
  static Optional<Held.Back> back(Aten aten, Held.Called call) {
    String operator = call.operator();
    if (operator.equals("select") || operator.equals("slice")) {
      return Optional.of(
          (whole, part) -> again(aten, operator + "_scatter", call, List.of(whole, part)));
    }
    if (TURNING.contains(operator)) {
      return Optional.of((_, part) -> again(aten, operator, call, List.of(part)));
    }
    if (SHAPING.contains(operator)) {
      return Optional.of((whole, part) -> aten.shaped(part, whole));
    }
    return Optional.empty();
  }

  /** The call with other tensors in the place of its first argument. */
  private static Value again(Aten aten, String operator, Held.Called call, List<Value> tensors) {
    List<Argument> positional = new ArrayList<>();
    tensors.forEach(value -> positional.add(new Argument.Tensor(value)));
    positional.addAll(
        call.positional().subList(Math.min(1, call.positional().size()), call.positional().size()));
    Map<String, Argument> named = new HashMap<>(call.named());
    named.keySet().removeAll(Set.of("self", "input"));
    return aten.call(operator, positional, named, call.place()).getFirst();
  }
}
