package dev.serin.runtime.torch.script;

import dev.serin.runtime.torch.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cuts the source text that TorchScript writes into tokens, with its lines and indents. */
final class Lexer {
  private static final int MOST_INDENTS = 100;
  private static final String SYMBOLS = "()[]{},:.=+-*/%<>&|^~@";
  private static final List<String> DOUBLE = List.of("->", "==", "!=", "<=", ">=", "**", "//");

  private final String file;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Integer> indents = new ArrayDeque<>(List.of(0));
  private int at;
  private int line = 1;
  private int open;

  /** A kind of token. */
  enum Kind {
    NAME,
    NUMBER,
    TEXT,
    SYMBOL,
    LINE,
    INDENT,
    DEDENT,
    END
  }

  /** One token; {@code text} is what it says, without quotes. */
  record Token(Kind kind, String text, int line) {}

  private Lexer(String file, String text) {
    this.file = file;
    this.text = text;
  }

  static List<Token> tokens(String file, String text) {
    return new Lexer(file, text).all();
  }

  private List<Token> all() {
    boolean fresh = true;
    while (at < text.length()) {
      if (fresh && open == 0) {
        indent();
        fresh = false;
      } else if (text.charAt(at) == '\n') {
        fresh = newline();
      } else {
        token();
      }
    }
    add(Kind.LINE, "");
    while (indents.size() > 1) {
      indents.pop();
      add(Kind.DEDENT, "");
    }
    add(Kind.END, "");
    return tokens;
  }

  private boolean newline() {
    at++;
    if (open == 0 && !tokens.isEmpty() && tokens.getLast().kind() != Kind.LINE) {
      add(Kind.LINE, "");
    }
    line++;
    return open == 0;
  }

  private void indent() {
    int width = 0;
    while (at < text.length() && text.charAt(at) == ' ') {
      width++;
      at++;
    }
    if (at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '#') {
      return; // an empty line says nothing
    }
    if (width > indents.peek()) {
      indents.push(width);
      add(Kind.INDENT, "");
    }
    while (width < indents.peek()) {
      indents.pop();
      add(Kind.DEDENT, "");
    }
    if (width != indents.peek() || indents.size() > MOST_INDENTS) {
      throw corrupt("an indent that fits to nothing");
    }
  }

  private void token() {
    char c = text.charAt(at);
    if (c == ' ' || c == '\r' || c == '\t') {
      at++;
    } else if (c == '#') {
      at = Math.max(at, text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at));
    } else if (Character.isLetter(c) || c == '_') {
      add(Kind.NAME, taken(at, Character::isJavaIdentifierPart));
    } else if (Character.isDigit(c)) {
      number();
    } else if (c == '"' || c == '\'') {
      text(c);
    } else {
      symbol(c);
    }
  }

  /** What a character may be. */
  private interface Fitting {
    boolean fits(char c);
  }

  private String taken(int from, Fitting fitting) {
    while (at < text.length() && fitting.fits(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private void number() {
    int from = at;
    taken(from, Character::isDigit);
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      taken(from, Character::isDigit);
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        at++;
      }
      taken(from, Character::isDigit);
    }
    add(Kind.NUMBER, text.substring(from, at));
  }

  private void text(char quote) {
    StringBuilder content = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
      content.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
      at++;
    }
    if (at >= text.length() || text.charAt(at) != quote) {
      throw corrupt("a text without end");
    }
    at++;
    add(Kind.TEXT, content.toString());
  }

  private char escaped() {
    at++;
    char c = at < text.length() ? text.charAt(at) : ' ';
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }

  private void symbol(char c) {
    String two = text.substring(at, Math.min(text.length(), at + 2));
    String found = DOUBLE.contains(two) ? two : SYMBOLS.indexOf(c) >= 0 ? String.valueOf(c) : "";
    if (found.isEmpty()) {
      throw corrupt("the character '" + c + "'");
    }
    open += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
    if (open < 0) {
      throw corrupt("a bracket that was never opened");
    }
    at += found.length();
    add(Kind.SYMBOL, found);
  }

  private void add(Kind kind, String content) {
    tokens.add(new Token(kind, content, line));
  }

  private RuntimeException corrupt(String what) {
    return Refusal.corrupt(file + ":" + line, what);
  }
}
