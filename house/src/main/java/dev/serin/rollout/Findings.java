package dev.serin.rollout;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the evidence says at one moment: each test with its e-value against its line, the promotion
 * gate, and sizes of effects for people to look at.
 */
public record Findings(Map<Test, Finding> tests, Gate gate, Effects effects) {

  /** The tests of a roll-out, by the letters of the design. */
  public enum Test {
    /** The candidate fails more often than is allowed. */
    E1,
    /** The candidate fails more often than the champion. */
    E2,
    /** The candidate is slower on live requests. */
    L,
    /** The candidate is slower on the same inputs. */
    P,
    /** The candidate's answers are wrong more often. */
    Q,
    /** The candidate predicts differently. */
    D,
    /** Requests are not shared as was wanted. */
    S,
    /** The champion fails too often as well. */
    F,
    /** The candidate fails rarely enough to be promoted. */
    G
  }

  public Findings {
    tests = Collections.unmodifiableMap(new EnumMap<>(tests));
  }

  /** The natural logarithm of the e-value, the line it has to reach, and whether it counts. */
  public record Finding(double logE, double threshold, boolean fires) {}

  /** How many clean calls of the candidate are needed, how many there are, and whether it opens. */
  public record Gate(boolean open, long needed, long have) {}

  /**
   * Effect sizes: population stability index and Jensen-Shannon divergence (bits) of the
   * predictions, the largest of the ratios of p50, p95 and p99, the excess of the error rate.
   */
  public record Effects(double psi, double jensenShannon, double latencyRatio, double excess) {}

  /** The first of these tests that fires. */
  public Optional<Test> first(Test... order) {
    for (Test test : order) {
      if (tests.get(test).fires()) {
        return Optional.of(test);
      }
    }
    return Optional.empty();
  }
}
