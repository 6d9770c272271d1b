package dev.serin.deployment;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a roll-out wants of one model's traffic. Serving does it and counts into the meter under
 * {@code rollout} and {@code epoch}; within an epoch, stage and weight never change, and a larger
 * epoch is a newer wish. {@code candidate} is the version that has to prove itself; {@code kept} is
 * an old version that stays loaded, so that it can come back at once.
 */
public record Trial(
    String rollout,
    int epoch,
    Stage stage,
    int candidate,
    Split split,
    Measuring measuring,
    Optional<Probing> probing,
    Optional<Integer> kept) {

  /** What the candidate is given. */
  public enum Stage {
    /** It is loaded and warmed; no request reaches it. */
    WARMING,
    /** It is asked what the champion answered, and nobody sees its answers. */
    SHADOW,
    /** It answers its part of the requests. */
    SPLIT,
    /** It is the champion now and answers all requests. */
    BAKING
  }

  public Trial {
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(measuring, "measuring");
    if (rollout.isBlank() || epoch < 1 || candidate < 1) {
      throw new IllegalArgumentException("a trial has a roll-out, an epoch and a candidate");
    }
  }

  /**
   * How requests are shared: {@code weight} is the candidate's part (under SHADOW: the part that is
   * mirrored), 0 to 1; requests with the same value of {@code stickyHeader} meet the same arm; of
   * the candidate's calls at most the part {@code failover} is answered by the champion when they
   * fail.
   */
  public record Split(double weight, Optional<String> stickyHeader, double failover) {
    public Split {
      part("weight", weight);
      part("failover", failover);
    }

    private static void part(String name, double value) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(name + " is a part from 0 to 1, not " + value);
      }
    }
  }

  /**
   * How calls are measured: the candidate may be slower by the part {@code tolerance}; outputs that
   * are not finite are failures unless {@code nonFinite}; {@code capture}: recent inputs are kept
   * in memory for probes; without contact to the records for {@code stale} only the champion
   * answers.
   */
  public record Measuring(double tolerance, boolean nonFinite, boolean capture, Duration stale) {}

  /** Probes: pairs of calls, one to each arm, so many in all, from these sources in this order. */
  public record Probing(double perSecond, int pairs, List<Source> sources) {
    public Probing {
      sources = List.copyOf(sources);
    }
  }

  /** Where inputs of probes come from. */
  public enum Source {
    /** Recent requests. */
    CAPTURED,
    /** Golden rows and examples that came with the version. */
    REGISTERED,
    /** Values made from the signature. */
    GENERATED
  }
}
