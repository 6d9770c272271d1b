package dev.serin.training;

import dev.serin.base.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The metrics that a trainer tells, with the documented names first: {@code train_epochs}, {@code
 * final_map}, {@code final_precision}, {@code final_recall}. Where only the trainer's own names are
 * told they are filled from those; its own names stay.
 */
final class Metrics {
  private static final int DEPTH = 8;

  /** The documented names and where they are taken from, the first that is there. */
  private static final Map<String, List<String>> SOURCES =
      Map.of(
          "final_map", List.of("metrics/mAP50-95(B)", "mAP50_95", "metrics/mAP50(B)", "mAP50"),
          "final_precision", List.of("metrics/precision(B)", "precision"),
          "final_recall", List.of("metrics/recall(B)", "recall"));

  private Metrics() {}

  static Json.Obj read(byte[] file) {
    return Json.parse(file, DEPTH) instanceof Json.Obj object ? object : Json.Obj.of();
  }

  static Json.Obj documented(Json.Obj told, int epochs) {
    SequencedMap<String, Json> all = new LinkedHashMap<>();
    all.put("train_epochs", told.member("train_epochs").orElse(Json.of(epochs)));
    for (String name : List.of("final_map", "final_precision", "final_recall")) {
      found(told, name).ifPresent(value -> all.put(name, value));
    }
    told.members().forEach(all::putIfAbsent);
    return new Json.Obj(all);
  }

  private static Optional<Json> found(Json.Obj told, String name) {
    return told.member(name)
        .or(() -> SOURCES.get(name).stream().flatMap(it -> told.member(it).stream()).findFirst());
  }
}
