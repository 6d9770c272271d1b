package dev.serin.runtime.boosting.xgboost;

import dev.serin.runtime.boosting.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a JSON text in one pass; recursion is as deep as the nesting, which is bounded. */
final class JsonModel {
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_TEXT = 1 << 26;

  private final Feed feed;
  private final int deepest;
  private final StringBuilder token = new StringBuilder();
  private byte[] text = new byte[64];

  private JsonModel(Feed feed, int deepest) {
    this.feed = feed;
    this.deepest = deepest;
  }

  /** The one value of the feed. */
  static Document read(Feed feed, int deepest) {
    JsonModel reader = new JsonModel(feed, deepest);
    Document document = reader.value(0, true);
    while (!feed.ended()) {
      int more = feed.next();
      if (more != 0 && !space(more)) { // some releases end the text with a zero
        throw feed.corrupt("nothing more is expected");
      }
    }
    return document;
  }

  private Document value(int depth, boolean kept) {
    if (depth > deepest) {
      throw feed.limit("the JSON is nested deeper than " + deepest);
    }
    skipSpace();
    return switch (feed.peek()) {
      case '{' -> members(depth, kept);
      case '[' -> items(depth, kept);
      case '"' -> new Document.Text(text());
      case 't' -> word("true", 1);
      case 'f' -> word("false", 0);
      case 'n' -> {
        word("null", 0);
        yield new Document.Nothing();
      }
      default -> new Document.Number(number());
    };
  }

  private Document members(int depth, boolean kept) {
    Map<String, Document> members = new HashMap<>();
    feed.next();
    skipSpace();
    if (feed.peek() == '}') {
      feed.next();
      return new Document.Members(members);
    }
    do {
      skipSpace();
      String name = text();
      skipSpace();
      expect(':');
      boolean wanted = kept && Wanted.keeps(name);
      Document value = value(depth + 1, wanted);
      if (wanted) {
        feed.hold(64);
        if (members.put(name, value) != null) {
          throw feed.corrupt("the name '" + name + "' stands twice");
        }
      }
      skipSpace();
    } while (more('}'));
    return new Document.Members(members);
  }

  private Document items(int depth, boolean kept) {
    feed.next();
    skipSpace();
    Feed.Growing numbers = feed.new Growing(kept);
    List<Document> items = new ArrayList<>();
    if (feed.peek() == ']') {
      feed.next();
      return numbers.done();
    }
    boolean packed = false;
    do {
      Document item = value(depth + 1, kept);
      if (item instanceof Document.Number(double number)) {
        packed = true;
        numbers.add(number);
      } else if (kept) {
        feed.hold(32);
        items.add(item);
      }
      skipSpace();
    } while (more(']'));
    if (packed && !items.isEmpty()) {
      throw feed.corrupt("a list mixes numbers with others");
    }
    return packed ? numbers.done() : new Document.Items(items);
  }

  /** Passes a comma (true) or the closing character (false). */
  private boolean more(char close) {
    int next = feed.next();
    if (next != ',' && next != close) {
      throw feed.corrupt("expected ',' or '" + close + "'");
    }
    return next == ',';
  }

  private double number() {
    token.setLength(0);
    for (int c = feed.peek(); part(c); c = feed.ended() ? ' ' : feed.peek()) {
      if (token.length() == LONGEST_NUMBER) {
        throw feed.corrupt("a number has more than " + LONGEST_NUMBER + " characters");
      }
      token.append((char) feed.next());
    }
    String digits = token.toString();
    try {
      return switch (digits) {
        case "NaN", "nan" -> Double.NaN;
        case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
        case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
        default -> {
          if (digits.isEmpty()
              || digits.indexOf('x') >= 0
              || digits.indexOf('X') >= 0
              || !Character.isDigit(digits.charAt(digits.length() - 1))) {
            throw feed.corrupt("expected a value");
          }
          yield Double.parseDouble(digits);
        }
      };
    } catch (NumberFormatException wrong) {
      throw Refusal.corrupt("offset " + feed.offset(), "no number: " + wrong.getMessage());
    }
  }

  private static boolean part(int c) {
    return c >= '0' && c <= '9'
        || c == '-'
        || c == '+'
        || c == '.'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z';
  }

  private String text() {
    expect('"');
    int length = 0;
    for (int c = feed.next(); c != '"'; c = feed.next()) {
      if (length + 4 > text.length) {
        if (length > LONGEST_TEXT) {
          throw feed.limit("a text has more than " + LONGEST_TEXT + " bytes");
        }
        text = Arrays.copyOf(text, 2 * text.length);
      }
      if (c == '\\') {
        length = escaped(length);
      } else {
        text[length++] = (byte) c;
      }
    }
    return feed.utf8(text, length);
  }

  private int escaped(int at) {
    int c = feed.next();
    int plain = "\"\\/".indexOf(c) >= 0 ? c : "bfnrt".indexOf(c) >= 0 ? control(c) : -1;
    if (plain >= 0) {
      text[at] = (byte) plain;
      return at + 1;
    }
    if (c != 'u') {
      throw feed.corrupt("an unknown escape");
    }
    int unit = unit();
    if (Character.isHighSurrogate((char) unit)) {
      expect('\\');
      expect('u');
      unit = Character.toCodePoint((char) unit, (char) unit());
    }
    return utf8(at, unit);
  }

  private static int control(int letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> '\t';
    };
  }

  private int unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(feed.next(), 16);
      if (digit < 0) {
        throw feed.corrupt("expected four hex digits");
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private int utf8(int at, int point) {
    byte[] bytes =
        new String(Character.toChars(Character.isValidCodePoint(point) ? point : 0xfffd))
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, text, at, bytes.length);
    return at + bytes.length;
  }

  private Document word(String word, double value) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
    return new Document.Number(value);
  }

  private void expect(char c) {
    if (feed.next() != c) {
      throw feed.corrupt("expected '" + c + "'");
    }
  }

  private void skipSpace() {
    while (space(feed.peek())) {
      feed.next();
    }
  }

  private static boolean space(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
