package dev.serin.web;

import dev.serin.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What goes back to the client: the array of the body is given away. */
public record Answer(int status, String type, byte[] body, Map<String, String> headers) {
  /** The version that answered, a string of digits. */
  public static final String MODEL_VERSION = "Serin-Model-Version";

  /** The arm that answered: current or canary. */
  public static final String MODEL_USED = "Serin-Model-Used";

  static final String JSON = "application/json";
  private static final int OK = 200;

  public Answer {
    Objects.requireNonNull(type, "type");
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** A 200 with JSON. */
  public static Answer ok(Json json) {
    return json(OK, json);
  }

  /** JSON under a status. */
  public static Answer json(int status, Json json) {
    return new Answer(status, JSON, utf8(json.text()), Map.of());
  }

  /** A 200 with JSON that is written already. */
  public static Answer ok(byte[] json) {
    return new Answer(OK, JSON, json, Map.of());
  }

  /** A text under a status. */
  public static Answer text(int status, String type, String text) {
    return new Answer(status, type + "; charset=utf-8", utf8(text), Map.of());
  }

  /** The same with one more header. */
  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, type, body, more);
  }

  /** The same, naming the version and the arm that answered. */
  public Answer by(int version, String arm) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(MODEL_VERSION, Integer.toString(version));
    more.put(MODEL_USED, arm);
    return new Answer(status, type, body, more);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
