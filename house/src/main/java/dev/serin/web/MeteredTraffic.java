package dev.serin.web;

import dev.serin.meter.Histogram;
import dev.serin.meter.Meter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long answers took, by door, status, and the model and version that answered. What no version
 * answered has an empty model, so that clients cannot make series by naming models.
 */
final class MeteredTraffic implements Traffic {
  private static final String SECONDS = "serin_http_request_seconds";
  private final Meter meter;
  private final Map<Key, Histogram> series = new ConcurrentHashMap<>();

  MeteredTraffic(Meter meter) {
    this.meter = meter;
  }

  private record Key(String door, int status, String model, String version) {}

  @Override
  public void passed(String door, Optional<String> model, Answer answer, long nanos) {
    String version = answer.headers().getOrDefault(Answer.MODEL_VERSION, "");
    String name = version.isEmpty() ? "" : model.orElse("");
    Key key = new Key(door, answer.status(), name, version);
    series.computeIfAbsent(key, this::histogram).record(nanos);
  }

  private Histogram histogram(Key key) {
    return meter.histogram(
        SECONDS,
        Map.of(
            "door", key.door(),
            "status", String.valueOf(key.status()),
            "model", key.model(),
            "version", key.version()));
  }
}
