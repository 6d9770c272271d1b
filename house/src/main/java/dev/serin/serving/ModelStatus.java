package dev.serin.serving;

import dev.serin.base.ModelName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a model stands in this process: the load state of each version that it has to do with, by
 * number, and the version that calls reach now.
 */
public record ModelStatus(
    ModelName model, boolean wanted, Map<Integer, LoadState> versions, Optional<Integer> routed) {
  public ModelStatus {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }
}
