package dev.serin.reader;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** The values that protocol 0 writes as text. */
final class PlainText {
  /** As many digits as fit into the largest whole number that is read. */
  static final int LONGEST_NUMBER = 2_500;

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,2500}");
  private static final Pattern REAL =
      Pattern.compile("[+-]?[0-9]*\\.?[0-9]*([eE][+-]?[0-9]{1,5})?");

  private PlainText() {}

  static Node whole(String line, Place place) {
    if (!WHOLE.matcher(line).matches()) {
      throw Refusals.corrupt(place, "a whole number is not written as one");
    }
    return whole(new BigInteger(line));
  }

  static Node whole(BigInteger value) {
    return value.bitLength() < Long.SIZE ? new Node.Int(value.longValue()) : new Node.Big(value);
  }

  static double real(String line, Place place) {
    return switch (line) {
      case "nan", "-nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        if (!REAL.matcher(line).matches() || line.chars().noneMatch(c -> c >= '0' && c <= '9')) {
          throw Refusals.corrupt(place, "a number is not written as one");
        }
        yield finite(line, place);
      }
    };
  }

  private static double finite(String line, Place place) {
    try {
      return Double.parseDouble(line);
    } catch (NumberFormatException wrong) {
      throw Refusals.corrupt(place, "a number is not written as one", wrong);
    }
  }

  /** Resolves the escapes for code points: a backslash and u with 4, or U with 8 hex digits. */
  static String unicode(String line, Place place) {
    StringBuilder text = new StringBuilder(line.length());
    int at = 0;
    while (at < line.length()) {
      char next = line.charAt(at);
      char kind = next == '\\' && at + 1 < line.length() ? line.charAt(at + 1) : 0;
      int digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
      if (digits == 0) {
        text.append(next);
        at++;
      } else {
        text.appendCodePoint(hex(line, at + 2, digits, place));
        at += 2 + digits;
      }
    }
    return text.toString();
  }

  /** Takes the quotes off a string literal and resolves its escapes. */
  static String quoted(String line, Place place) {
    int last = line.length() - 1;
    if (last < 1 || line.charAt(0) != line.charAt(last) || "'\"".indexOf(line.charAt(0)) < 0) {
      throw Refusals.corrupt(place, "a string has no quotes");
    }
    StringBuilder text = new StringBuilder(last);
    int at = 1;
    while (at < last) {
      char next = line.charAt(at++);
      if (next != '\\') {
        text.append(next);
      } else if (at == last) {
        throw Refusals.corrupt(place, "a string ends in a backslash");
      } else {
        at = escape(line, at, text, place);
      }
    }
    return text.toString();
  }

  private static int escape(String line, int at, StringBuilder text, Place place) {
    char kind = line.charAt(at);
    if (kind == 'x') {
      text.append((char) hex(line, at + 1, 2, place));
      return at + 3;
    }
    int plain = "\\'\"nrtabfv".indexOf(kind);
    if (plain < 0) {
      throw Refusals.corrupt(place, "a string holds an unknown escape");
    }
    text.append("\\'\"\n\r\t\u0007\b\f\u000b".charAt(plain));
    return at + 1;
  }

  private static int hex(String line, int from, int digits, Place place) {
    if (from + digits > line.length()) {
      throw Refusals.corrupt(place, "an escape is cut off");
    }
    long value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(line.charAt(i), 16);
      if (digit < 0) {
        throw Refusals.corrupt(place, "an escape is not in hex");
      }
      value = value << 4 | digit;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw Refusals.corrupt(place, "an escape is beyond the last character");
    }
    return (int) value;
  }
}
