package dev.serin.runtime.torch.python;

import java.util.List;
import java.util.Optional;

/** What is done; {@code line} is where it stands. */
sealed interface Statement {
  int line();

  record Assign(List<Expression> targets, Expression value, int line) implements Statement {}

  record Change(Expression target, String sign, Expression value, int line) implements Statement {}

  record Only(Expression value, int line) implements Statement {}

  record Return(Optional<Expression> value, int line) implements Statement {}

  record If(Expression test, List<Statement> yes, List<Statement> no, int line)
      implements Statement {}

  record For(
      Expression target, Expression source, List<Statement> body, List<Statement> after, int line)
      implements Statement {}

  record While(Expression test, List<Statement> body, int line) implements Statement {}

  /** {@code with context:}, where nothing but what has no effect is entered. */
  record With(Expression context, List<Statement> body, int line) implements Statement {}

  record Leave(boolean loop, int line) implements Statement {}

  record Pass(int line) implements Statement {}

  record Define(
      String name,
      Parameters parameters,
      List<Statement> body,
      List<Expression> decorators,
      int line)
      implements Statement {}

  record Type(
      String name,
      List<Expression> bases,
      List<Statement> body,
      List<Expression> decorators,
      int line)
      implements Statement {}

  record Assert(Expression test, Optional<Expression> message, int line) implements Statement {}

  record Raise(Optional<Expression> value, int line) implements Statement {}

  /** {@code import module as name}, or {@code from module import item as name}; parts are empty. */
  record Import(String module, String item, String name, int line) implements Statement {}

  record Delete(List<Expression> targets, int line) implements Statement {}

  /** Several on one line. */
  record Several(List<Statement> parts, int line) implements Statement {}

  /** What is never done: it is refused where it would be. */
  record Forbidden(String what, int line) implements Statement {}
}
