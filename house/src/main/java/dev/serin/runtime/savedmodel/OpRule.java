package dev.serin.runtime.savedmodel;

import java.util.List;
import java.util.function.Function;

/** How one operator of TensorFlow becomes nodes of the graph that is built. */
@FunctionalInterface
public interface OpRule {

  /**
   * Adds the nodes and gives the operator's outputs.
   *
   * @throws dev.serin.base.Problem.Raised {@code Refused} when it cannot be computed exactly
   */
  List<Operand> emit(Call call);

  /** A rule for an operator with one output. */
  static OpRule one(Function<Call, Operand> rule) {
    return call -> List.of(rule.apply(call));
  }
}
