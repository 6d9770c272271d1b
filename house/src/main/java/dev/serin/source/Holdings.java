package dev.serin.source;

import dev.serin.base.ModelName;
import dev.serin.registry.ModelVersion;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which version of each model the sources hold now; written by syncs, read by any thread. */
public final class Holdings {
  private final Map<ModelName, Integer> held = new ConcurrentHashMap<>();

  /** The number of the version, empty when no source holds the model. */
  public Optional<Integer> held(ModelName model) {
    return Optional.ofNullable(held.get(model));
  }

  void hold(ModelVersion version) {
    held.put(version.model(), version.number());
  }

  boolean drop(ModelName model) {
    return held.remove(model) != null;
  }
}
