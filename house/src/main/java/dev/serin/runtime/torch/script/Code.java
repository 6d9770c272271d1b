package dev.serin.runtime.torch.script;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of TorchScript's source text. */
final class Code {
  private Code() {}

  /** What gives a value. */
  sealed interface Expression {
    /** A variable, or the first part of a path. */
    record Name(String name) implements Expression {}

    /** An attribute. */
    record Attribute(Expression of, String name) implements Expression {}

    /** A call. */
    record Call(Expression function, List<Expression> positional, Map<String, Expression> named)
        implements Expression {}

    /** One item. */
    record Item(Expression of, Expression place) implements Expression {}

    /** A tuple. */
    record Tuple(List<Expression> items) implements Expression {}

    /** A list. */
    record Sequence(List<Expression> items) implements Expression {}

    /** A dict. */
    record Table(List<Expression> keys, List<Expression> values) implements Expression {}

    /** A whole number. */
    record Whole(long value) implements Expression {}

    /** A real number. */
    record Real(double value) implements Expression {}

    /** A text. */
    record Text(String value) implements Expression {}

    /** True or false. */
    record Flag(boolean value) implements Expression {}

    /** None. */
    record Nothing() implements Expression {}

    /** An operator between two values, or before one. */
    record Operator(String symbol, List<Expression> operands) implements Expression {}

    /** One of two values. */
    record Choice(Expression test, Expression yes, Expression no) implements Expression {}
  }

  /** What does something. */
  sealed interface Statement {
    /** The number of its line. */
    int line();

    /** {@code a, b = value}. */
    record Assign(int line, List<Expression> targets, boolean unpacks, Expression value)
        implements Statement {}

    /** A call whose result nobody wants. */
    record Run(int line, Expression value) implements Statement {}

    /** A condition. */
    record If(int line, Expression test, List<Statement> yes, List<Statement> no)
        implements Statement {}

    /** A loop over a list or a range. */
    record For(int line, Expression target, Expression over, List<Statement> body)
        implements Statement {}

    /** A loop as long as something is true. */
    record While(int line, Expression test, List<Statement> body) implements Statement {}

    /** The result. */
    record Return(int line, Expression value) implements Statement {}

    /** Nothing. */
    record Pass(int line) implements Statement {}
  }

  /** One argument of a function. */
  record Parameter(String name, Optional<Expression> type, Optional<Expression> otherwise) {}

  /** A function or method, and the file in which it stands. */
  record Function(String file, String name, List<Parameter> parameters, List<Statement> body) {}

  /** A class: its constants and methods. */
  record Type(
      String name,
      String parent,
      List<String> fields,
      Map<String, Expression> constants,
      Map<String, Function> methods) {}
}
