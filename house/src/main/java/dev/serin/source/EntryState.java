package dev.serin.source;

import dev.serin.base.Problem;
import java.util.Optional;

/** What a sync knows of one path of its source. */
sealed interface EntryState {

  /** Known from the registry; not seen since the start. */
  record Remembered(String name) implements EntryState {}

  /** Seen, and not still yet. */
  record Stabilising(Sighting seen, Stability.Watched watched) implements EntryState {}

  /** Still; being copied, registered and, if so, activated. */
  record Taken(Sighting seen) implements EntryState {}

  /** A version; {@code trouble} is why it could not be activated. */
  record Held(Sighting seen, int version, Optional<Problem> trouble) implements EntryState {}

  /** Not accepted while it looks like this; {@code again}: tried anew at the next scan. */
  record Refused(Sighting seen, Problem.Refused why, boolean again) implements EntryState {}

  /** The name of its model. */
  default String modelName() {
    return switch (this) {
      case Remembered(String name) -> name;
      case Stabilising(Sighting seen, _) -> seen.name();
      case Taken(Sighting seen) -> seen.name();
      case Held(Sighting seen, _, _) -> seen.name();
      case Refused(Sighting seen, _, _) -> seen.name();
    };
  }

  /** Whether the path stands for a model that was accepted once. */
  default boolean known() {
    return this instanceof Remembered || this instanceof Held;
  }
}
