package dev.serin.runtime.torch.python;

import dev.serin.runtime.torch.python.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cuts a source text into words, with the changes of its indentation. */
final class Lexer {
  private static final int LONGEST_FILE = 2_000_000;
  private static final int DEEPEST = 200; // as in Python itself
  private static final List<String> SIGNS =
      List.of(
          "**=", "//=", ">>=", "<<=", "...", "->", ":=", "==", "!=", "<=", ">=", "+=", "-=", "*=",
          "/=", "%=", "@=", "&=", "|=", "^=", "**", "//", "<<", ">>");
  private static final String SINGLE = "+-*/%@&|^~<>()[]{},:.;=!";

  private final String name;
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Integer> indents = new ArrayDeque<>(List.of(0));
  private int at;
  private int line = 1;
  private int brackets;

  private Lexer(String name, String source) {
    this.name = name;
    this.source = source.replace("\r\n", "\n").replace('\r', '\n').replace("\f", "");
  }

  static List<Token> read(String name, String source) {
    if (source.length() > LONGEST_FILE) {
      throw Trouble.limit(name, "the length of the file", LONGEST_FILE);
    }
    return new Lexer(name, source).tokens();
  }

  private String place() {
    return name + ", line " + line;
  }

  private List<Token> tokens() {
    while (at < source.length()) {
      if (startOfLine()) {
        indentation();
      } else {
        word();
      }
    }
    if (brackets > 0) {
      throw Trouble.value(place(), "a bracket is not closed");
    }
    add(Kind.NEWLINE, "");
    while (indents.pop() > 0) {
      add(Kind.DEDENT, "");
    }
    add(Kind.END, "");
    return List.copyOf(tokens);
  }

  private boolean startOfLine() {
    return brackets == 0 && (at == 0 || source.charAt(at - 1) == '\n') && !continued();
  }

  private boolean continued() {
    return at > 1 && source.charAt(at - 2) == '\\';
  }

  private void indentation() {
    int column = 0;
    while (at < source.length() && (peek() == ' ' || peek() == '\t')) {
      column = peek() == '\t' ? (column / 8 + 1) * 8 : column + 1;
      at++;
    }
    if (at == source.length() || peek() == '\n' || peek() == '#') {
      restOfLine();
      return;
    }
    if (column > indents.peek()) {
      indents.push(column);
      if (indents.size() > DEEPEST / 2) {
        throw Trouble.limit(place(), "the depth of the indentation", DEEPEST / 2);
      }
      add(Kind.INDENT, "");
    }
    while (column < indents.peek()) {
      indents.pop();
      add(Kind.DEDENT, "");
    }
    if (column != indents.peek()) {
      throw Trouble.value(place(), "the indentation fits no block");
    }
    word();
  }

  private void restOfLine() {
    int end = source.indexOf('\n', at);
    at = end < 0 ? source.length() : end + 1;
    line++;
  }

  private void word() {
    char next = peek();
    if (next == ' ' || next == '\t') {
      at++;
    } else if (next == '#') {
      int end = source.indexOf('\n', at);
      at = end < 0 ? source.length() : end;
    } else if (next == '\n') {
      if (brackets == 0) {
        add(Kind.NEWLINE, "");
      }
      at++;
      line++;
    } else if (next == '\\' && at + 1 < source.length() && source.charAt(at + 1) == '\n') {
      at += 2;
      line++;
    } else if (Character.isDigit(next) || next == '.' && digitAt(at + 1)) {
      number();
    } else if (Character.isUnicodeIdentifierStart(next) || next == '_') {
      name();
    } else if (next == '"' || next == '\'') {
      string("");
    } else {
      sign();
    }
  }

  private boolean digitAt(int place) {
    return place < source.length() && Character.isDigit(source.charAt(place));
  }

  private void number() {
    int start = at;
    boolean hex = source.startsWith("0x", at) || source.startsWith("0X", at);
    while (at < source.length()) {
      char next = peek();
      boolean exponent = !hex && (next == '+' || next == '-') && "eE".indexOf(before()) >= 0;
      if (!Character.isLetterOrDigit(next) && next != '.' && next != '_' && !exponent) {
        break;
      }
      at++;
    }
    add(Kind.NUMBER, source.substring(start, at).replace("_", ""));
  }

  private char before() {
    return source.charAt(at - 1);
  }

  private void name() {
    int start = at;
    while (at < source.length() && Character.isUnicodeIdentifierPart(peek())) {
      at++;
    }
    String word = source.substring(start, at);
    boolean quote = at < source.length() && (peek() == '"' || peek() == '\'');
    if (quote && word.length() <= 2 && word.matches("(?i)[rbuf]+")) {
      string(word.toLowerCase(java.util.Locale.ROOT));
    } else {
      add(Kind.NAME, word);
    }
  }

  private void string(String prefix) {
    int first = line;
    String one = source.substring(at, at + 1);
    String quote = source.startsWith(one.repeat(3), at) ? one.repeat(3) : one;
    at += quote.length();
    StringBuilder text = new StringBuilder();
    boolean raw = prefix.indexOf('r') >= 0;
    while (at < source.length() && !source.startsWith(quote, at)) {
      char next = peek();
      if (next == '\n') {
        if (quote.length() == 1) {
          break;
        }
        line++;
      }
      if (next == '\\' && at + 1 < source.length()) {
        escape(text, raw);
      } else {
        text.append(next);
        at++;
      }
    }
    if (!source.startsWith(quote, at)) {
      throw Trouble.value(place(), "a text is not closed");
    }
    at += quote.length();
    tokens.add(new Token(Kind.STRING, prefix + ":" + text, first));
  }

  private void escape(StringBuilder text, boolean raw) {
    char escaped = source.charAt(at + 1);
    at += 2;
    if (escaped == '\n') {
      line++;
    }
    if (raw) {
      text.append('\\').append(escaped);
      return;
    }
    switch (escaped) {
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case '\\', '\'', '"' -> text.append(escaped);
      case '\n' -> text.append("");
      default -> text.append('\\').append(escaped);
    }
  }

  private void sign() {
    for (String sign : SIGNS) {
      if (source.startsWith(sign, at)) {
        at += sign.length();
        add(Kind.SIGN, sign);
        return;
      }
    }
    char next = peek();
    if (SINGLE.indexOf(next) < 0) {
      throw Trouble.value(place(), "the character U+%04X stands for nothing".formatted((int) next));
    }
    if ("([{".indexOf(next) >= 0 && ++brackets > DEEPEST) {
      throw Trouble.limit(place(), "the depth of the brackets", DEEPEST);
    }
    if (")]}".indexOf(next) >= 0 && --brackets < 0) {
      throw Trouble.value(place(), "a bracket is closed that was not opened");
    }
    at++;
    add(Kind.SIGN, String.valueOf(next));
  }

  private char peek() {
    return source.charAt(at);
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, line));
  }
}
