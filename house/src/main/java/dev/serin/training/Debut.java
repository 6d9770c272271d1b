package dev.serin.training;

import dev.serin.base.Actor;
import dev.serin.registry.ModelVersion;

/** Port: makes the first version of a model answer; nothing that it could be compared with does. */
@FunctionalInterface
public interface Debut {
  /** Loads, proves and routes it, or raises why it cannot answer. */
  void enter(Actor actor, ModelVersion version);
}
