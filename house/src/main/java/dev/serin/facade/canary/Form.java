package dev.serin.facade.canary;

import dev.serin.web.Ask;
import dev.serin.web.Multipart;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The fields of a small form, in either of the two encodings that forms have. */
final class Form {
  private static final int LONGEST = 1 << 12;
  private static final String PAIRS = "application/x-www-form-urlencoded";

  private Form() {}

  static Map<String, String> of(Ask ask) {
    Map<String, String> fields = new HashMap<>();
    if (Multipart.of(ask)) {
      Multipart form = Multipart.of(ask, new ByteArrayInputStream(ask.body()));
      for (var part = form.next(); part.isPresent(); part = form.next()) {
        byte[] value = part.get().bytes(LONGEST);
        fields.put(part.get().name(), new String(value, StandardCharsets.UTF_8));
      }
    } else if (ask.type().equals(PAIRS)) {
      for (String pair : new String(ask.body(), StandardCharsets.UTF_8).split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
