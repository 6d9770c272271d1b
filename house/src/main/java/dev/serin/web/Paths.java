package dev.serin.web;

import dev.serin.base.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Paths and queries of addresses: each segment is encoded by itself, so a name may hold a slash.
 */
public final class Paths {
  private static final String PLAIN = "-._~"; // beside letters and digits, RFC 3986 2.3

  private Paths() {}

  /** A name as one segment of an address. */
  public static String encoded(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || PLAIN.indexOf(c) >= 0;
      out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return out.toString();
  }

  /** The decoded segments of a path; one slash at the end makes no difference. */
  static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    int start = 1;
    while (start < rawPath.length()) {
      int end = rawPath.indexOf('/', start);
      end = end < 0 ? rawPath.length() : end;
      segments.add(decoded(rawPath.substring(start, end)));
      start = end + 1;
    }
    return segments;
  }

  /** The first value of a name in a query. */
  static Optional<String> query(String rawQuery, String name) {
    for (String pair : rawQuery.split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (decoded(key).equals(name)) {
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        return Optional.of(decoded(value.replace('+', ' ')));
      }
    }
    return Optional.empty();
  }

  private static String decoded(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes.write(hex(raw, i + 1) << 4 | hex(raw, i + 2));
        i += 2;
      } else {
        bytes.write(raw.charAt(i));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException _) {
      throw invalid(raw);
    }
  }

  private static int hex(String raw, int at) {
    int digit = at < raw.length() ? Character.digit(raw.charAt(at), 16) : -1;
    if (digit < 0) {
      throw invalid(raw);
    }
    return digit;
  }

  private static Problem.Raised invalid(String raw) {
    return new Problem.Raised(
        new Problem.Invalid("PATH_INVALID", "path", "'" + raw + "' is not percent-encoded UTF-8"));
  }
}
