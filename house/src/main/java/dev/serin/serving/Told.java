package dev.serin.serving;

import dev.serin.meter.trial.Arm;
import java.util.Objects;
import java.util.Optional;

/**
 * For whom a version answered: the id of the request (empty where there is none), and what the
 * answer has to do with a trial.
 */
public record Told(String requestId, Optional<Part> part) {
  /** An answer that nobody asked for by an id and that is in no trial. */
  public static final Told PLAIN = new Told("", Optional.empty());

  public Told {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(part, "part");
  }

  /**
   * That an answer is counted in an epoch of a trial, for this arm; {@code weight} is the part of
   * the calls that the canary is given then.
   */
  public record Part(String rollout, int epoch, Arm arm, Kind kind, double weight) {}

  /** Why the version was asked. */
  public enum Kind {
    /** A client asked, and this is its answer. */
    LIVE,
    /** A client asked, and both versions answered the same inputs. */
    MIRRORED,
    /** Nobody asked: both versions were compared on one input. */
    PROBE
  }
}
