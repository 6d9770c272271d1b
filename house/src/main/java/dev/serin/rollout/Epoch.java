package dev.serin.rollout;

import java.util.Objects;

/**
 * A stretch of a roll-out in which nothing that evidence depends on changed: the weight, and
 * whether the clock ran. It counts from block {@code from} on.
 */
public record Epoch(int number, Kind kind, double weight, int from) {
  /** What its counts are evidence for. */
  public enum Kind {
    /** The candidate is loaded, warmed or shadowed. */
    BEFORE,
    /** The clock runs. */
    EVALUATING,
    /** The clock stands, and the candidate may still get requests. */
    STANDING,
    /** The candidate is the champion. */
    BAKING
  }

  public Epoch {
    Objects.requireNonNull(kind, "kind");
  }
}
