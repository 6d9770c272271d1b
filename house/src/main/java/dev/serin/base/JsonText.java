package dev.serin.base;

import dev.serin.base.Json.Arr;
import dev.serin.base.Json.Bool;
import dev.serin.base.Json.Null;
import dev.serin.base.Json.Num;
import dev.serin.base.Json.Obj;
import dev.serin.base.Json.Str;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** One pass over a JSON text. Recursion is as deep as the nesting, which is bounded. */
final class JsonText {
  private final String text;
  private final int maxDepth;
  private int at;

  JsonText(String text, int maxDepth) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  Json whole() {
    Json json = value(0);
    skipSpace();
    if (at < text.length()) {
      throw corrupt("nothing more is expected");
    }
    return json;
  }

  private Json value(int depth) {
    if (depth > maxDepth) {
      throw new Problem.Raised(
          new Problem.Refused(
              "LIMIT_EXCEEDED",
              "offset " + at,
              "the JSON is nested deeper than " + maxDepth,
              "flatten it"));
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Str(string());
      case 't' -> word("true", new Bool(true));
      case 'f' -> word("false", new Bool(false));
      case 'n' -> word("null", Null.NULL);
      case 'N' -> word("NaN", new Num("NaN"));
      case 'I' -> word("Infinity", new Num("Infinity"));
      default -> number();
    };
  }

  private Json object(int depth) {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (peek() == '}') {
      at++;
      return new Obj(members);
    }
    do {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      if (members.put(name, value(depth + 1)) != null) {
        throw corrupt("the name '" + name + "' stands twice");
      }
      skipSpace();
    } while (more('}'));
    return new Obj(members);
  }

  private Json array(int depth) {
    List<Json> items = new ArrayList<>();
    at++;
    skipSpace();
    if (peek() == ']') {
      at++;
      return new Arr(items);
    }
    do {
      items.add(value(depth + 1));
      skipSpace();
    } while (more(']'));
    return new Arr(items);
  }

  /** Passes a comma (true) or the closing character (false). */
  private boolean more(char close) {
    char c = peek();
    if (c != ',' && c != close) {
      throw corrupt("expected ',' or '" + close + "'");
    }
    at++;
    return c == ',';
  }

  private String string() {
    expect('"');
    int start = at;
    while (peek() != '"' && peek() != '\\') {
      if (text.charAt(at) < ' ') {
        throw corrupt("a control character in a text");
      }
      at++;
    }
    if (peek() == '"') {
      return text.substring(start, at++);
    }
    StringBuilder out = new StringBuilder(text.substring(start, at));
    for (char c = peek(); c != '"'; c = peek()) {
      at++;
      if (c < ' ') {
        throw corrupt("a control character in a text");
      }
      out.append(c == '\\' ? escaped() : c);
    }
    at++;
    return out.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw corrupt("unknown escape '\\" + c + "'");
    };
  }

  private char hex() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw corrupt("expected four hex digits");
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  private Json number() {
    int start = at;
    if (peek() == '-') {
      at++;
      if (peek() == 'I') {
        return word("Infinity", new Num("-Infinity"));
      }
    }
    int whole = digits();
    if (whole == 0 || whole > 1 && text.charAt(at - whole) == '0') {
      throw corrupt("expected a value");
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      needDigits();
    }
    if (at < text.length() && (text.charAt(at) | ' ') == 'e') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      needDigits();
    }
    return new Num(text.substring(start, at));
  }

  private void needDigits() {
    if (digits() == 0) {
      throw corrupt("expected a digit");
    }
  }

  private int digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - start;
  }

  private Json word(String word, Json json) {
    if (!text.startsWith(word, at)) {
      throw corrupt("expected a value");
    }
    at += word.length();
    return json;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw corrupt("expected '" + c + "'");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw corrupt("the text ends too early");
    }
    return text.charAt(at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private Problem.Raised corrupt(String what) {
    return new Problem.Raised(
        new Problem.Refused("CORRUPT", "offset " + at, "not JSON: " + what, "write it again"));
  }
}
