package dev.serin.plug.onnx;

import java.util.Locale;

/** On how many threads one run of a net computes, and the two trials that decided it. */
record ThreadChoice(Trial one, Trial all, int threads) {
  /** Within this factor two throughputs are the same, since other processes disturb them. */
  private static final double TIE = 1.25;

  /**
   * What was measured with so many threads for each run: the time of one row alone, in nanoseconds,
   * and the rows of each second while every processor has a caller.
   */
  record Trial(int threads, long latencyNanos, double rowsPerSecond) {}

  /** The better throughput; of equal ones the lower latency, and in doubt one thread. */
  static ThreadChoice of(Trial one, Trial all) {
    boolean more = all.rowsPerSecond() > TIE * one.rowsPerSecond();
    boolean fewer = one.rowsPerSecond() > TIE * all.rowsPerSecond();
    boolean spread = more || !fewer && all.latencyNanos() < one.latencyNanos();
    return new ThreadChoice(one, all, spread ? all.threads() : one.threads());
  }

  @Override
  public String toString() {
    return "one run on %d thread(s): %s, %s".formatted(threads, text(one), text(all));
  }

  private static String text(Trial trial) {
    return String.format(
        Locale.ROOT,
        "with %d %.1f ms a row and %.1f rows/s",
        trial.threads(),
        trial.latencyNanos() / 1e6,
        trial.rowsPerSecond());
  }
}
