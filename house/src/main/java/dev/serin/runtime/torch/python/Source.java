package dev.serin.runtime.torch.python;

import java.util.List;

/** A source text that was read; it never changes and may be carried out many times. */
public final class Source {
  private final String name;
  private final List<Statement> statements;

  private Source(String name, List<Statement> statements) {
    this.name = name;
    this.statements = statements;
  }

  /**
   * Reads a text; {@code name} stands in messages.
   *
   * @throws dev.serin.base.Problem.Raised with {@code Refused} UNSUPPORTED_VALUE for what is not
   *     read, LIMIT_EXCEEDED
   */
  public static Source read(String name, String text) {
    return new Source(name, Parser.read(name, text));
  }

  /** The same as a part of the library, whose lines are not named. */
  public static Source ofLibrary(String name, String text) {
    return new Source("", Parser.read(name, text));
  }

  String name() {
    return name;
  }

  List<Statement> statements() {
    return statements;
  }
}
