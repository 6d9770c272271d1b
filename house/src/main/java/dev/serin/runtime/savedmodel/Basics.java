package dev.serin.runtime.savedmodel;

import dev.serin.graph.Shape;
import java.util.List;
import java.util.Map;

/** Constants, variables, calls of functions, and operators that only hand on what they take. */
final class Basics {
  static final Map<String, OpRule> RULES =
      Map.ofEntries(
          Map.entry("Const", OpRule.one(call -> call.constant("value"))),
          Map.entry("Placeholder", Basics::placeholder),
          Map.entry("PlaceholderWithDefault", Basics::same),
          Map.entry("VarHandleOp", OpRule.one(Basics::handle)),
          Map.entry("Variable", Basics::oldVariable),
          Map.entry("VariableV2", Basics::oldVariable),
          Map.entry("ReadVariableOp", OpRule.one(Basics::read)),
          Map.entry("NoOp", _ -> List.of()),
          Map.entry("ControlTrigger", _ -> List.of()),
          Map.entry("Assert", Basics::asserted),
          Map.entry("Identity", Basics::same),
          Map.entry("IdentityN", Call::operands),
          Map.entry("StopGradient", Basics::same),
          Map.entry("PreventGradient", Basics::same),
          Map.entry("Snapshot", Basics::same),
          Map.entry("EnsureShape", OpRule.one(Basics::ensured)),
          Map.entry("PartitionedCall", Basics::called),
          Map.entry("StatefulPartitionedCall", Basics::called));

  private Basics() {}

  private static List<Operand> placeholder(Call call) {
    throw Refusal.of(
        "SIGNATURE_MISSING",
        "placeholder " + call.name(),
        "the answer depends on it, but the signature does not name it",
        "export a signature with all inputs; give a placeholder_with_default for flags");
  }

  private static List<Operand> same(Call call) {
    call.ignore("shape", "message");
    return List.of(call.operand(0));
  }

  private static Operand handle(Call call) {
    call.ignore("shape");
    return new Operand.Variable(call.name());
  }

  private static List<Operand> oldVariable(Call call) {
    call.ignore("shape");
    return List.of(call.stored(new Operand.Variable(call.name())));
  }

  private static Operand read(Call call) {
    if (!(call.operand(0) instanceof Operand.Variable variable)) {
      throw call.refuse("it reads something that is no variable of the file");
    }
    return call.stored(variable);
  }

  /** A test that is known to hold is left out; one that the input decides would be missed. */
  private static List<Operand> asserted(Call call) {
    call.ignore("summarize");
    boolean holds =
        call.content(0)
            .filter(Content::whole)
            .map(test -> !test.numbers().contains(0L))
            .orElse(false);
    if (!holds) {
      throw call.refuse("it tests the input, which is not done here");
    }
    return List.of();
  }

  private static Operand ensured(Call call) {
    Shape shape = call.shape("shape").orElse(call.tensor(0).shape());
    Shape given = call.tensor(0).shape();
    boolean fits = shape.rank() == given.rank();
    for (int axis = 0; fits && axis < shape.rank(); axis++) {
      fits = !shape.known(axis) || shape.size(axis) == given.size(axis);
    }
    if (!fits) {
      throw call.refuse("that the shape is " + shape + " shows only when it runs");
    }
    return call.operand(0);
  }

  private static List<Operand> called(Call call) {
    return call.inlined("f", call.operands(), call.graph());
  }
}
