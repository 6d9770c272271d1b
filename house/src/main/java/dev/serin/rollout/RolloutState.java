package dev.serin.rollout;

import java.util.Locale;
import java.util.Optional;

/** Where a roll-out stands. What is terminal stays so; a retry is a roll-out of its own. */
public sealed interface RolloutState {

  /** It was accepted. */
  record Pending() implements RolloutState {}

  /** The candidate is being loaded. */
  record Loading() implements RolloutState {}

  /** The candidate answers warm-up calls. */
  record Warming() implements RolloutState {}

  /** The candidate is asked what the champion answers; nobody sees its answers. */
  record Shadow() implements RolloutState {}

  /** The candidate answers its part, and evidence is gathered. */
  record Canary() implements RolloutState {}

  /** Somebody stopped the clock; {@code drained}: the candidate gets no request meanwhile. */
  record Paused(boolean drained) implements RolloutState {}

  /** The clock stands until the cause is gone or somebody decides. */
  record Held(Reason reason) implements RolloutState {}

  /** The candidate is the champion; the old one is kept warm. */
  record Baking() implements RolloutState {}

  /** The candidate gets no request any more; its last calls end. */
  record RollingBack(Reason reason) implements RolloutState {}

  /** The old champion is back; the last calls of the candidate end. */
  record Reverting(Reason reason) implements RolloutState {}

  /** The candidate is the champion for good. */
  record Completed() implements RolloutState {}

  /** The old champion answers everything. */
  record RolledBack(Reason reason) implements RolloutState {}

  /** The candidate never got a request. */
  record Failed(Reason reason) implements RolloutState {}

  /** A newer version took its place. */
  record Superseded(Reason reason) implements RolloutState {}

  /** Its name in records and answers, such as ROLLED_BACK. */
  default String word() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toUpperCase(Locale.ROOT);
  }

  /** Whether nothing follows. */
  default boolean terminal() {
    return switch (this) {
      case Completed _, RolledBack _, Failed _, Superseded _ -> true;
      case Pending _,
          Loading _,
          Warming _,
          Shadow _,
          Canary _,
          Paused _,
          Held _,
          Baking _,
          RollingBack _,
          Reverting _ ->
          false;
    };
  }

  /** Why it is here, where there is a reason. */
  default Optional<Reason> why() {
    return switch (this) {
      case Held(Reason reason) -> Optional.of(reason);
      case RollingBack(Reason reason) -> Optional.of(reason);
      case Reverting(Reason reason) -> Optional.of(reason);
      case RolledBack(Reason reason) -> Optional.of(reason);
      case Failed(Reason reason) -> Optional.of(reason);
      case Superseded(Reason reason) -> Optional.of(reason);
      case Pending _, Loading _, Warming _, Shadow _, Canary _, Paused _, Baking _, Completed _ ->
          Optional.empty();
    };
  }
}
