package dev.serin.meter.trial;

/** What is counted of each arm in each second. The order is part of what is stored: it grows. */
public enum Count {
  /** Requests that drew the arm. */
  ASSIGNED,
  /** Calls that ended with an outcome of the arm's own. */
  CALLS,
  /** Of these, failures; with sticky keys the first of each key alone. */
  FAILURES,
  /** Of the failures, those at the deadline. */
  TIMEOUTS,
  /** Calls whose latency was ranked: equally many of both arms are drawn. */
  TIMED,
  /** The sum of their ranks in the champion's distribution, in millionths. */
  RANKS,
  /** Of these, above the distribution's 90th percentile. */
  ABOVE_P90,
  /** Of these, above its 99th. */
  ABOVE_P99,
  /** Answers of which somebody said later whether they were right. */
  LABELLED,
  /** Of these, wrong ones. */
  WRONG,
  /** Calls of probes that prove something. */
  PROBED,
  /** Of these, failures. */
  PROBE_FAILURES,
  /** Current: pairs of one input that both arms answered; canary: those in which it was slower. */
  PAIRS,
  /** Requests that both arms rejected, by the arm that was asked first. */
  INPUT_FAULTS,
  /** Canary: failed calls that the champion answered. */
  FAILOVERS,
  /** Current: mirrored pairs; canary: those with different predictions. */
  MIRRORED;

  /** The place of this count of an arm in a block. */
  public int at(Arm arm) {
    return 2 * ordinal() + arm.ordinal();
  }

  /** How many counts a block has at most. */
  public static final int SIZE = 2 * values().length;
}
