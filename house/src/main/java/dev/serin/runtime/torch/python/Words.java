package dev.serin.runtime.torch.python;

import dev.serin.base.Problem;
import java.util.List;
import java.util.Set;

/** The words of a source one after the other, and how deep the reader of them is. */
final class Words {
  private static final int DEEPEST = 220;
  private static final Set<String> RESERVED =
      Set.of(
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "class",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "except",
          "finally",
          "for",
          "from",
          "global",
          "if",
          "import",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "not",
          "or",
          "pass",
          "raise",
          "return",
          "try",
          "while",
          "with",
          "yield");

  private final String source;
  private final List<Token> tokens;
  private int at;
  private int depth;

  Words(String source, List<Token> tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peek(int further) {
    return tokens.get(Math.min(at + further, tokens.size() - 1));
  }

  int line() {
    return peek().line();
  }

  Token next() {
    Token token = peek();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  boolean sees(String sign) {
    return peek().is(sign);
  }

  boolean sees(Token.Kind kind) {
    return peek().kind() == kind;
  }

  boolean take(String sign) {
    boolean there = sees(sign);
    if (there) {
      next();
    }
    return there;
  }

  void need(String sign) {
    if (!take(sign)) {
      throw unexpected("'" + sign + "'");
    }
  }

  void need(Token.Kind kind) {
    if (!sees(kind)) {
      throw unexpected(kind.toString());
    }
    next();
  }

  String name() {
    Token token = next();
    if (token.kind() != Token.Kind.NAME || RESERVED.contains(token.text())) {
      throw Trouble.value(place(token.line()), token + " stands where a name should be");
    }
    return token.text();
  }

  boolean reserved() {
    return sees(Token.Kind.NAME) && RESERVED.contains(peek().text());
  }

  void down() {
    if (++depth > DEEPEST) {
      throw Trouble.limit(place(line()), "the depth of the nesting", DEEPEST);
    }
  }

  void up() {
    depth--;
  }

  String place(int line) {
    return source + ", line " + line;
  }

  Problem.Raised unexpected(String wanted) {
    return Trouble.value(place(line()), peek() + " stands where " + wanted + " should be");
  }
}
