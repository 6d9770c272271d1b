package dev.serin.runtime.folder;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads the text format of protocol buffers (the language of {@code config.pbtxt}) without a
 * schema: every field becomes the list of its values, in the order of the file; messages are
 * objects, enumeration words are texts.
 */
final class PbText {
  private static final int DEEPEST = 100;
  private static final int MOST_VALUES = 100_000;

  private final String text;
  private final String place;
  private int at;
  private int values;

  private PbText(String text, String place) {
    this.text = text;
    this.place = place;
  }

  static Json.Obj parse(String text, String place) {
    PbText reader = new PbText(text, place);
    Json.Obj message = reader.message(1, (char) 0);
    reader.space();
    if (reader.at < text.length()) {
      throw reader.wrong("a field");
    }
    return message;
  }

  private Json.Obj message(int depth, char end) {
    if (depth > DEEPEST) {
      throw Refusal.of(
          "LIMIT_EXCEEDED", place, "the nesting is beyond " + DEEPEST, "write it flatter");
    }
    SequencedMap<String, List<Json>> fields = new LinkedHashMap<>();
    while (more(end)) {
      String name = word();
      boolean colon = skip(':');
      List<Json> field = fields.computeIfAbsent(name, _ -> new ArrayList<>());
      if (skip('[')) {
        while (more(']')) {
          field.add(value(depth));
          skip(',');
        }
        at++;
      } else if (colon || ahead('{') || ahead('<')) {
        field.add(value(depth));
      } else {
        throw wrong("':' or '{' after " + name);
      }
      if (!skip(',')) {
        skip(';');
      }
    }
    if (end != 0) {
      at++;
    }
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    fields.forEach((name, items) -> members.put(name, new Json.Arr(items)));
    return new Json.Obj(members);
  }

  /** Whether something stands before {@code end}, which has to come unless it is 0. */
  private boolean more(char end) {
    space();
    if (at == text.length()) {
      if (end != 0) {
        throw wrong("'" + end + "'");
      }
      return false;
    }
    return end == 0 || text.charAt(at) != end;
  }

  private Json value(int depth) {
    values++;
    if (values > MOST_VALUES) {
      throw Refusal.of(
          "LIMIT_EXCEEDED", place, "it holds more than " + MOST_VALUES + " values", "shorten it");
    }
    if (skip('{')) {
      return message(depth + 1, '}');
    }
    if (skip('<')) {
      return message(depth + 1, '>');
    }
    if (ahead('"') || ahead('\'')) {
      return new Json.Str(strings());
    }
    String word = word();
    return switch (word) {
      case "true" -> new Json.Bool(true);
      case "false" -> new Json.Bool(false);
      default ->
          word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")
              ? new Json.Num(word)
              : new Json.Str(word);
    };
  }

  /** Texts that stand beside each other are one. */
  private String strings() {
    StringBuilder out = new StringBuilder();
    while (ahead('"') || ahead('\'')) {
      char quote = text.charAt(at++);
      while (at < text.length() && text.charAt(at) != quote) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        out.append(text.charAt(at++));
      }
      if (at == text.length()) {
        throw wrong("the end of a text");
      }
      at++;
    }
    return out.toString();
  }

  private String word() {
    space();
    int from = at;
    while (at < text.length() && letter(text.charAt(at))) {
      at++;
    }
    if (from == at) {
      throw wrong("a name or value");
    }
    return text.substring(from, at);
  }

  private static boolean letter(char c) {
    return Character.isLetterOrDigit(c) || "_-+.".indexOf(c) >= 0;
  }

  private boolean ahead(char c) {
    space();
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean skip(char c) {
    boolean there = ahead(c);
    at += there ? 1 : 0;
    return there;
  }

  private void space() {
    while (at < text.length()) {
      if (text.charAt(at) == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        return;
      }
    }
  }

  private Problem.Raised wrong(String expected) {
    long line = text.substring(0, at).lines().count();
    return Refusal.corrupt(place, expected + " is expected in line " + Math.max(1, line));
  }
}
