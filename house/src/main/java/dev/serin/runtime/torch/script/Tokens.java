package dev.serin.runtime.torch.script;

import dev.serin.base.Problem;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.script.Lexer.Kind;
import dev.serin.runtime.torch.script.Lexer.Token;
import java.util.List;

/** The tokens of a file, taken one after the other; counts how deep they are nested. */
final class Tokens {
  private static final int DEEPEST = 200;

  private final String file;
  private final List<Token> tokens;
  private int at;
  private int depth;

  Tokens(String file, List<Token> tokens) {
    this.file = file;
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token take() {
    Token token = tokens.get(at);
    at += token.kind() == Kind.END ? 0 : 1;
    return token;
  }

  int lineNumber() {
    return peek().line();
  }

  boolean ends() {
    return peek().kind() == Kind.END;
  }

  void deeper() {
    depth++;
    if (depth > DEEPEST) {
      throw Refusal.limit(place(), "the nesting of the source", depth, DEEPEST);
    }
  }

  void shallower(int levels) {
    depth -= levels;
  }

  boolean at(String text) {
    Token token = peek();
    return token.text().equals(text) && (token.kind() == Kind.SYMBOL || token.kind() == Kind.NAME);
  }

  boolean maybe(String symbol) {
    boolean there = peek().kind() == Kind.SYMBOL && peek().text().equals(symbol);
    at += there ? 1 : 0;
    return there;
  }

  boolean word(String word) {
    boolean there = peek().kind() == Kind.NAME && peek().text().equals(word);
    at += there ? 1 : 0;
    return there;
  }

  void symbol(String symbol) {
    if (!maybe(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
  }

  void expect(String word) {
    if (!word(word)) {
      throw unexpected("'" + word + "'");
    }
  }

  String name() {
    if (peek().kind() != Kind.NAME) {
      throw unexpected("a name");
    }
    return take().text();
  }

  boolean atLine() {
    return peek().kind() == Kind.LINE;
  }

  void line() {
    if (take().kind() != Kind.LINE) {
      throw unexpected("the end of the line");
    }
  }

  boolean emptyLine() {
    boolean there = atLine();
    at += there ? 1 : 0;
    return there;
  }

  void indent() {
    line();
    if (take().kind() != Kind.INDENT) {
      throw unexpected("an indented block");
    }
  }

  boolean dedent() {
    while (emptyLine()) {
      continue;
    }
    if (ends()) {
      throw unexpected("the end of the block");
    }
    boolean there = peek().kind() == Kind.DEDENT;
    at += there ? 1 : 0;
    return there;
  }

  String place() {
    return file + ":" + lineNumber();
  }

  Problem.Raised unexpected(String wanted) {
    return Refusal.corrupt(place(), "'" + peek().text() + "' instead of " + wanted);
  }
}
