package dev.serin.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Comma-separated values as RFC 4180 has them, in UTF-8, with any line ends; empty lines are
 * passed. For one thread.
 */
final class Csv {
  private final String text;
  private int at;
  private int line = 1;

  Csv(byte[] utf8) {
    try {
      String read = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      this.text = read.startsWith("\uFEFF") ? read.substring(1) : read;
    } catch (CharacterCodingException _) {
      throw Wrong.invalid("CSV_INVALID", "body", "the CSV is not UTF-8");
    }
  }

  /** The line that was read last, from 1, for messages. */
  int line() {
    return line;
  }

  /** Reads the next row into {@code cells}; false at the end. */
  boolean row(List<String> cells) {
    cells.clear();
    while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
      lineEnd();
    }
    if (at >= text.length()) {
      return false;
    }
    do {
      cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
    } while (comma());
    return true;
  }

  private void lineEnd() {
    boolean pair = text.startsWith("\r\n", at);
    at += pair ? 2 : 1;
    line++;
  }

  private boolean comma() {
    if (at >= text.length()) {
      return false;
    }
    char next = text.charAt(at);
    if (next == ',') {
      at++;
      return true;
    }
    if (next != '\n' && next != '\r') {
      throw wrong("text follows a closing quote");
    }
    return false;
  }

  private String plain() {
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '"') {
        throw wrong("a quote stands inside a cell without quotes");
      }
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder cell = new StringBuilder();
    at++;
    while (true) {
      int end = text.indexOf('"', at);
      if (end < 0) {
        throw wrong("a quoted cell does not end");
      }
      line += (int) text.substring(at, end).chars().filter(c -> c == '\n').count();
      cell.append(text, at, end);
      at = end + 1;
      if (at >= text.length() || text.charAt(at) != '"') {
        return cell.toString();
      }
      cell.append('"');
      at++;
    }
  }

  private RuntimeException wrong(String what) {
    return Wrong.invalid("CSV_INVALID", "body", what + " (line " + line + ")");
  }

  /**
   * The number in a cell: a decimal, or nan, inf, infinity in any case.
   *
   * @throws NumberFormatException when it is none
   */
  static double real(String cell) {
    String word = cell.strip().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> decimal(word);
    };
  }

  private static double decimal(String word) {
    if (!word.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.e".indexOf(c) >= 0)) {
      throw new NumberFormatException(word); // Java would also take 0x1p3 and 1d
    }
    double value = Double.parseDouble(word);
    if (Double.isInfinite(value)) {
      throw new NumberFormatException(word + " is too large");
    }
    return value;
  }
}
