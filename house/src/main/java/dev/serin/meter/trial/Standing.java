package dev.serin.meter.trial;

import java.util.Objects;

/**
 * How a trial stands in one replica: whether its candidate is there, how its warm-up goes, which
 * epoch is served, and how many calls of the canary are in flight. {@code code} and {@code text}
 * say why it could not be loaded or warmed.
 */
public record Standing(
    Arrival arrival,
    String code,
    String text,
    int warmCalls,
    int epoch,
    long inFlight,
    boolean braked) {

  /** How far the candidate came. */
  public enum Arrival {
    /** Nothing is known of it. */
    ABSENT,
    /** It is being loaded. */
    LOADING,
    /** It is loaded and being warmed. */
    LOADED,
    /** It answered all warm-up calls, and steadily. */
    WARM,
    /** It cannot be loaded. */
    LOAD_FAILED,
    /** It was loaded and failed while it was warmed. */
    WARMUP_FAILED
  }

  /** Nothing is known. */
  public static final Standing NONE = new Standing(Arrival.ABSENT, "", "", 0, 0, 0, false);

  public Standing {
    Objects.requireNonNull(arrival, "arrival");
  }
}
