package dev.serin.runtime.torch.python;

/**
 * One word of the source; {@code text} of a string is its content with its prefix before a colon.
 */
record Token(Kind kind, String text, int line) {

  enum Kind {
    NAME,
    NUMBER,
    STRING,
    SIGN,
    NEWLINE,
    INDENT,
    DEDENT,
    END
  }

  boolean is(String sign) {
    return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NEWLINE -> "the end of the line";
      case INDENT, DEDENT -> "a change of the indentation";
      case END -> "the end of the file";
      default -> "'" + text + "'";
    };
  }
}
