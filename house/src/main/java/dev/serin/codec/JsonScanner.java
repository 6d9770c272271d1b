package dev.serin.codec;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads JSON (RFC 8259, UTF-8) from a byte array from front to back, without a tree and without an
 * object per number. Floating-point values may also be {@code null}, {@code NaN}, {@code Infinity}
 * or {@code -Infinity}, bare or quoted. Nesting is bounded, a member name stands once in its
 * object, and every error names the byte where it was found. For one thread.
 *
 * <p>The caller says what it expects (an object, a text, a real number); numbers go from the bytes
 * to a double by {@link Decimal}, bit-exact, eight digits at a time behind the point.
 */
public final class JsonScanner {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int maxDepth;
  private int at;
  private int depth;

  /** Reads these bytes, nested at most {@code maxDepth} deep. */
  public JsonScanner(byte[] bytes, int maxDepth) {
    this.bytes = bytes;
    this.maxDepth = maxDepth;
  }

  /** The next byte that is no white space, not passed. */
  public char peek() {
    while (at < bytes.length) {
      byte next = bytes[at];
      if (next > ' ' || next < 0) {
        return (char) (next & 0xFF);
      }
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        throw wrong("a control character stands between values");
      }
      at++;
    }
    throw wrong("the text ends too early");
  }

  /** Where it stands: the number of bytes passed. */
  public int offset() {
    return at;
  }

  /** Goes back to an offset inside the same object or array. */
  void rewind(int offset) {
    at = offset;
  }

  /** Leaves the array that was opened last and goes back to where it stood. */
  void closed(int offset) {
    at = offset;
    depth--;
  }

  /** How many bytes are left. */
  int left() {
    return bytes.length - at;
  }

  /** Passes an object; {@code member} must read the value of each name that it is given. */
  public void object(Consumer<String> member) {
    Set<String> names = new HashSet<>();
    if (!open('{', '}', "an object")) {
      return;
    }
    do {
      if (peek() != '"') {
        throw wrong("expected a name in quotes");
      }
      String name = text();
      if (!names.add(name)) {
        throw wrong("the name '" + name + "' stands twice");
      }
      if (peek() != ':') {
        throw wrong("expected ':'");
      }
      at++;
      member.accept(name);
    } while (more('}'));
  }

  /** Passes an array; {@code element} must read each element. */
  public void array(Runnable element) {
    if (!open('[', ']', "an array")) {
      return;
    }
    do {
      element.run();
    } while (more(']'));
  }

  /** Passes the opening character; false when the closing one follows at once and is passed. */
  boolean open(char open, char close, String what) {
    if (peek() != open) {
      throw wrong("expected " + what);
    }
    if (++depth > maxDepth) {
      throw Wrong.invalid(
          "LIMIT_EXCEEDED", "body", "the JSON is nested deeper than " + maxDepth + place());
    }
    at++;
    if (peek() == close) {
      at++;
      depth--;
      return false;
    }
    return true;
  }

  /** Passes a comma (true) or the closing character (false). */
  boolean more(char close) {
    char next = peek();
    at++;
    if (next == ',') {
      return true;
    }
    if (next != close) {
      at--;
      throw wrong("expected ',' or '" + close + "'");
    }
    depth--;
    return false;
  }

  /** Checks that nothing but white space is left. */
  public void end() {
    while (at < bytes.length) {
      byte next = bytes[at];
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        throw wrong(
            "bytes follow the JSON; binary tensors need the header Inference-Header-Content-Length");
      }
      at++;
    }
  }

  /** Passes any value. */
  public void skip() {
    switch (peek()) {
      case '{' -> object(_ -> skip());
      case '[' -> array(this::skip);
      case '"' -> text();
      case 't', 'f' -> truth();
      default -> real();
    }
  }

  /** Any value as a tree. */
  public Json tree() {
    peek();
    int start = at;
    skip();
    return Json.parse(
        new String(bytes, start, at - start, StandardCharsets.UTF_8), maxDepth - depth);
  }

  /** Passes {@code null} if it is next. */
  boolean absent() {
    return peek() == 'n' && word("null");
  }

  /** True or false. */
  boolean truth() {
    return switch (peek()) {
      case 't' -> word("true");
      case 'f' -> !word("false");
      case '0' -> whole(DataType.BOOL) == 1;
      case '1' -> whole(DataType.BOOL) == 1;
      default -> throw wrong("expected true or false");
    };
  }

  private boolean word(String word) {
    if (at + word.length() > bytes.length) {
      throw wrong("expected " + word);
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) {
        throw wrong("expected " + word);
      }
    }
    at += word.length();
    return true;
  }

  /** A whole number inside the range of an integral type or BOOL; UINT64 with its bits. */
  long whole(DataType type) {
    boolean negative = peek() == '-';
    int start = at;
    if (negative) {
      at++;
    }
    int first = at;
    long value = 0;
    while (at < bytes.length && digit(bytes[at])) {
      value = value * 10 + bytes[at++] - '0';
    }
    checkWhole(first, at - first);
    if (at < bytes.length && (bytes[at] == '.' || (bytes[at] | ' ') == 'e')) {
      throw value("a number with a point or exponent is no " + type);
    }
    try {
      if (at - first > 18) {
        return Whole.parse(ascii(start), type);
      }
    } catch (NumberFormatException tooLarge) {
      throw value(tooLarge.getMessage());
    }
    value = negative ? -value : value;
    if (!Whole.holds(value, type)) {
      throw value(value + " is outside of the range of " + type);
    }
    return value;
  }

  /** A double: a number, or {@code null}, NaN or an infinity, bare or quoted. */
  public double real() {
    char next = peek();
    if (next >= '0' && next <= '9') {
      return number(false);
    }
    return switch (next) {
      case '-' -> {
        at++;
        yield at < bytes.length && bytes[at] == 'I' ? -special(0) : number(true);
      }
      case 'n', 'N', 'I' -> special(0);
      case '"' -> quoted();
      default -> throw wrong("expected a number");
    };
  }

  private double special(int quotes) {
    char next = peek();
    if (next == 'I' && word("Infinity")) {
      return Double.POSITIVE_INFINITY;
    }
    if (next == 'N' ? word("NaN") : quotes == 0 && next == 'n' && word("null")) {
      return Double.NaN;
    }
    throw wrong("expected a number");
  }

  private double quoted() {
    int start = at++;
    boolean negative = at < bytes.length && bytes[at] == '-';
    if (negative) {
      at++;
    }
    boolean known = at < bytes.length && (bytes[at] == 'I' || bytes[at] == 'N' && !negative);
    if (!known) {
      at = start;
      throw value("a text is no number (only \"NaN\", \"Infinity\", \"-Infinity\" may be quoted)");
    }
    double value = special(1);
    if (at >= bytes.length || bytes[at] != '"') {
      throw wrong("expected a quote");
    }
    at++;
    return negative ? -value : value;
  }

  /** Digits, perhaps a point and digits, perhaps an exponent; the sign is passed. */
  private double number(boolean negative) {
    int i = at;
    final int first = i;
    final int end = bytes.length;
    long digits = 0;
    while (i < end && digit(bytes[i])) {
      digits = digits * 10 + bytes[i++] - '0';
    }
    checkWhole(first, i - first);
    int exponent = 0;
    int count = i - first;
    if (i < end && bytes[i] == '.') {
      int point = ++i;
      for (; i + 8 <= end; i += 8) {
        long eight = (long) EIGHT.get(bytes, i);
        if (!allDigits(eight)) {
          break;
        }
        digits = digits * 100_000_000 + valueOf(eight);
      }
      while (i < end && digit(bytes[i])) {
        digits = digits * 10 + bytes[i++] - '0';
      }
      exponent = point - i;
      if (exponent == 0) {
        at = i;
        throw wrong("expected a digit behind the point");
      }
      count -= exponent;
    }
    at = i;
    if (i < end && (bytes[i] | ' ') == 'e') {
      exponent += exponent();
    }
    boolean whole = count <= 19 || count - leadingZeros(first) <= 19; // else the digits overflowed
    double value = whole ? Decimal.nearest(digits, exponent) : Decimal.UNDECIDED;
    if (Double.isNaN(value)) {
      value = slow(first);
    }
    return negative ? -value : value;
  }

  private void checkWhole(int first, int count) {
    if (count == 0) {
      at = first;
      throw wrong("expected a digit");
    }
    if (count > 1 && bytes[first] == '0') {
      at = first;
      throw wrong("a number does not begin with a zero");
    }
  }

  private int leadingZeros(int first) {
    int i = first;
    int zeros = 0;
    while (i < at && (bytes[i] == '0' || bytes[i] == '.')) {
      zeros += bytes[i++] == '0' ? 1 : 0;
    }
    return zeros;
  }

  private int exponent() {
    at++;
    boolean negative = at < bytes.length && bytes[at] == '-';
    if (negative || at < bytes.length && bytes[at] == '+') {
      at++;
    }
    int start = at;
    int value = 0;
    while (at < bytes.length && digit(bytes[at])) {
      value = Math.min(value * 10 + bytes[at++] - '0', 99_999); // far beyond any double
    }
    if (at == start) {
      throw wrong("expected a digit in the exponent");
    }
    return negative ? -value : value;
  }

  private double slow(int first) {
    double value = Double.parseDouble(ascii(first));
    if (Double.isInfinite(value)) {
      throw value("the number is too large for a double");
    }
    return value;
  }

  private String ascii(int from) {
    return new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
  }

  private static boolean digit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean allDigits(long eight) {
    long high = eight & 0xF0F0F0F0F0F0F0F0L;
    long carried = (eight + 0x0606060606060606L & 0xF0F0F0F0F0F0F0F0L) >>> 4;
    return (high | carried) == 0x3333333333333333L;
  }

  /** Eight ASCII digits, the first in the lowest byte, as a number. */
  private static long valueOf(long eight) {
    long ones = eight - 0x3030303030303030L;
    long tens = ones * 10 + (ones >>> 8); // every second byte holds two digits
    long upper = (tens & 0x000000FF000000FFL) * 0x000F424000000064L; // 100 and 1,000,000
    long lower = (tens >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L; // 1 and 10,000
    return upper + lower >>> 32;
  }

  /** A text in quotes. */
  public String text() {
    if (peek() != '"') {
      throw value("expected a text in quotes");
    }
    int start = ++at;
    int seen = 0;
    boolean escaped = false;
    for (; at < bytes.length && bytes[at] != '"'; at++) {
      byte next = bytes[at];
      seen |= next;
      if (next >= 0 && next < ' ') {
        throw wrong("a control character stands in a text");
      }
      if (next == '\\') {
        escaped = true;
        at++;
      }
    }
    if (at >= bytes.length) {
      at = bytes.length;
      throw wrong("a text does not end");
    }
    String raw = seen < 0 ? utf8(start) : ascii(start);
    at++;
    return escaped ? unescaped(raw) : raw;
  }

  private String utf8(int start) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, at - start))
          .toString();
    } catch (CharacterCodingException _) {
      throw wrong("a text is not UTF-8");
    }
  }

  private String unescaped(String raw) {
    try {
      return ((Json.Str) Json.parse('"' + raw + '"', 1)).value();
    } catch (Problem.Raised raised) {
      throw wrong("a text has an unknown escape", raised);
    }
  }

  /** The problem that one value does not fit, with the place. */
  Problem.Raised value(String what) {
    return Wrong.value("body", what + place());
  }

  private Problem.Raised wrong(String what) {
    return Wrong.json("not the JSON that is expected: " + what + place());
  }

  private Problem.Raised wrong(String what, Problem.Raised cause) {
    return new Problem.Raised(wrong(what).problem(), cause);
  }

  private String place() {
    return " (byte " + at + ")";
  }
}
