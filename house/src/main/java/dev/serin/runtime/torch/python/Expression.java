package dev.serin.runtime.torch.python;

import java.util.List;
import java.util.Optional;

/** What has a value; {@code line} is where it stands. */
sealed interface Expression {
  int line();

  record Constant(Thing value, int line) implements Expression {}

  record Name(String name, int line) implements Expression {}

  record Attribute(Expression of, String name, int line) implements Expression {}

  record Index(Expression of, Expression index, int line) implements Expression {}

  record Slice(
      Optional<Expression> from, Optional<Expression> to, Optional<Expression> step, int line)
      implements Expression {}

  record Call(Expression function, List<Given> given, int line) implements Expression {}

  /** One argument: {@code stars} 1 or 2 unpack it; {@code name} is empty when it has none. */
  record Given(String name, int stars, Expression value) {}

  record Unary(String sign, Expression of, int line) implements Expression {}

  record Binary(String sign, Expression left, Expression right, int line) implements Expression {}

  record Compare(Expression first, List<String> signs, List<Expression> rest, int line)
      implements Expression {}

  record Junction(boolean all, List<Expression> parts, int line) implements Expression {}

  record Choice(Expression test, Expression yes, Expression no, int line) implements Expression {}

  record Sequence(boolean tuple, List<Expression> items, int line) implements Expression {}

  record Star(Expression of, int line) implements Expression {}

  record Pairs(List<Expression> keys, List<Expression> values, int line) implements Expression {}

  record Group(List<Expression> items, int line) implements Expression {}

  /** A list, or a dict when there is a value; the generator is worked out like a list. */
  record Comprehension(Expression item, Optional<Expression> value, List<Clause> clauses, int line)
      implements Expression {}

  record Clause(Expression target, Expression source, List<Expression> tests) {}

  record Format(List<Part> parts, int line) implements Expression {}

  /** A piece of a formatted text: words, or a value and how to write it. */
  record Part(String words, Optional<Expression> value, String style) {}

  record Function(Parameters parameters, Expression body, int line) implements Expression {}
}
