package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.runtime.keras.Architecture.Definition;

/** How many calls of layers a model is, counted in its configuration before anything is made. */
final class CallCount {
  private static final long MOST = 1_000_000_000; // of one layer: their product is still a long

  private CallCount() {}

  /** All calls of the model, with those in the models inside for each call of these. */
  static long of(Architecture architecture) {
    long count = 0;
    for (Definition layer : architecture.layers()) {
      count += times(layer.calls().size(), layer.written());
    }
    return count;
  }

  private static long times(int calls, Json.Obj layer) {
    return Math.min(MOST, calls * (1 + within(layer)));
  }

  private static long within(Json.Obj layer) {
    if (!ModelRun.MODELS.contains(layer.text("class_name").orElse(""))) {
      return 0;
    }
    long count = 0;
    for (Json each : layer.object("config").orElse(Json.Obj.of()).list("layers")) {
      if (each instanceof Json.Obj inner) {
        boolean listed = inner.members().containsKey("inbound_nodes");
        count += times(listed ? inner.list("inbound_nodes").size() : 1, inner);
      }
    }
    return Math.min(MOST, count);
  }
}
