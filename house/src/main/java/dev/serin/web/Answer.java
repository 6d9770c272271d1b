package dev.serin.web;

import dev.serin.base.Json;
import dev.serin.serving.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What goes back to the client: the array of the body is given away. With {@code stream} there is
 * no such array, and events are written as they come about.
 */
public record Answer(
    int status,
    String type,
    byte[] body,
    Map<String, String> headers,
    Optional<Events.Source> stream) {
  /** The version that answered, a string of digits. */
  public static final String MODEL_VERSION = "Serin-Model-Version";

  /** The arm that answered: current or canary. */
  public static final String MODEL_USED = "Serin-Model-Used";

  /** That the champion answered because the canary could not: true. */
  public static final String FAILOVER = "Serin-Failover";

  static final String JSON = "application/json";
  private static final int OK = 200;

  public Answer {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(stream, "stream");
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** An answer that is whole. */
  public Answer(int status, String type, byte[] body, Map<String, String> headers) {
    this(status, type, body, headers, Optional.empty());
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

  /** A 200 with events; the source is asked when there is a place for one more stream. */
  public static Answer events(Events.Source source) {
    return new Answer(
        OK,
        Events.TYPE,
        new byte[0],
        Map.of("Cache-Control", "no-store", "X-Accel-Buffering", "no"),
        Optional.of(source));
  }

  /** The same with another source of its events. */
  Answer streaming(Events.Source source) {
    return new Answer(status, type, body, headers, Optional.of(source));
  }

  /** The same with one more header. */
  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return headed(more);
  }

  /** The same, naming the version and the arm that answered. */
  public Answer by(int version, String arm) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(MODEL_VERSION, Integer.toString(version));
    more.put(MODEL_USED, arm);
    return headed(more);
  }

  /** The same, naming the version and the arm of a prediction. */
  public Answer by(Prediction prediction) {
    Answer named = by(prediction.version(), prediction.arm());
    return prediction.failover() ? named.with(FAILOVER, "true") : named;
  }

  /** The same with these headers alone. */
  Answer headed(Map<String, String> others) {
    return new Answer(status, type, body, others, stream);
  }

  /** The same without a body, for those who ask by HEAD. */
  Answer withoutStream() {
    return new Answer(status, type, body, headers);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
