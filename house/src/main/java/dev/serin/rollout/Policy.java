package dev.serin.rollout;

import dev.serin.deployment.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * By which rules a roll-out is judged. Every part stands in the policy document under its own name;
 * {@code PolicyText} reads and writes it, and refuses what is unknown or impossible.
 */
public record Policy(
    double split,
    Optional<String> stickyHeader,
    Duration window,
    Duration maxWindow,
    List<Step> steps,
    Errors errors,
    Latency latency,
    Classes classes,
    Feedback feedback,
    Srm srm,
    Gate gate,
    Probes probes,
    Shadow shadow,
    SharedFault sharedFault,
    Failover failover,
    Hold hold,
    Bake bake,
    Crash crash,
    Fleet fleet) {

  /** What a test does when it fires. */
  public enum Action {
    OBSERVE,
    HOLD,
    ROLLBACK
  }

  /** How errors are judged. */
  public enum Mode {
    /** By e-processes. */
    EVIDENCE,
    /** The rule of the seed's document: more than the allowed rate from twenty calls on. */
    SEED_LITERAL
  }

  /** What follows when the window ends and the gate is closed. */
  public enum Insufficient {
    PROMOTE,
    EXTEND,
    HOLD,
    ROLLBACK
  }

  /** A step of a ramp: this weight for so long. */
  public record Step(double weight, Duration duration) {}

  /** Tests E1 and E2; {@code nonFinite}: outputs that are not finite are no failures. */
  public record Errors(
      Mode mode,
      double slo,
      double alphaAbs,
      double alphaRel,
      double attribution,
      double minEffect,
      double ratio0,
      boolean nonFinite,
      Action action) {}

  /** Tests L and P. */
  public record Latency(
      double alpha, double tolerance, double minRatio, double pairedAlpha, Action action) {}

  /** Test D. */
  public record Classes(double alpha, double minPsi, Action action) {}

  /** Test Q; {@code requireImprovement}: the gate waits until the candidate is proved better. */
  public record Feedback(double alpha, boolean requireImprovement, Action action) {}

  /** Test S. */
  public record Srm(double alpha, Action action) {}

  /** The promotion gate. */
  public record Gate(double beta, Insufficient insufficientEvidence) {}

  /** Pairs of calls of one input. */
  public record Probes(boolean enabled, int pairs, double perSecond, List<Trial.Source> source) {
    public Probes {
      source = List.copyOf(source);
    }
  }

  /** The stage before the first request: that part is mirrored for so long; zero: no such stage. */
  public record Shadow(Duration duration, double share) {}

  /** Test F, and how long its hold may last. */
  public record SharedFault(double level, Duration clearAfter, Duration maxHold, Action then) {}

  /** Which part of the candidate's calls the champion may answer when they fail. */
  public record Failover(boolean enabled, double budget) {}

  /** How long any other hold may last. */
  public record Hold(Duration maxHold, Action then) {}

  /** The time after a promotion in which the old version stays warm. */
  public record Bake(Duration duration, double alpha) {}

  /** After so many unclean stops the candidate goes. */
  public record Crash(int maxUncleanRestarts) {}

  /** How replicas keep together. */
  public record Fleet(Duration lease, Duration staleReplica, Duration counterFlush) {}

  /** What holds where nobody says otherwise. */
  public static final Policy DEFAULT =
      new Policy(
          0.5,
          Optional.empty(),
          Duration.ofSeconds(180),
          Duration.ofSeconds(900),
          List.of(),
          new Errors(Mode.EVIDENCE, 0.05, 0.01, 0.01, 20, 0.005, 1.0, false, Action.ROLLBACK),
          new Latency(0.01, 0.05, 1.10, 0.01, Action.ROLLBACK),
          new Classes(0.01, 0.10, Action.HOLD),
          new Feedback(0.01, false, Action.ROLLBACK),
          new Srm(0.001, Action.HOLD),
          new Gate(0.05, Insufficient.EXTEND),
          new Probes(
              true,
              100,
              2,
              List.of(Trial.Source.CAPTURED, Trial.Source.REGISTERED, Trial.Source.GENERATED)),
          new Shadow(Duration.ZERO, 1),
          new SharedFault(5, Duration.ofSeconds(30), Duration.ofSeconds(900), Action.ROLLBACK),
          new Failover(true, 0.6),
          new Hold(Duration.ofHours(24), Action.ROLLBACK),
          new Bake(Duration.ofSeconds(600), 0.01),
          new Crash(2),
          new Fleet(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(1)));

  public Policy {
    steps = List.copyOf(steps);
  }
}
