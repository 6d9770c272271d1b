package dev.serin.source;

import dev.serin.base.Actor;
import dev.serin.base.ModelName;

/** Port: makes a model answer, and stop to; what serves models is behind it. */
public interface Activator {

  /**
   * Loads, proves and routes the version that the source holds.
   *
   * @throws dev.serin.base.Problem.Raised why it cannot answer; nothing else changed then
   */
  void activate(Actor actor, ModelName model);

  /** Closes the route; false when it was closed. */
  boolean deactivate(Actor actor, ModelName model);
}
