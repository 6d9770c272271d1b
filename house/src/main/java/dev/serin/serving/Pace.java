package dev.serin.serving;

/**
 * How long a model takes for a row, smoothed. Threads may overwrite each other's figures: it is a
 * hint for where to run, nothing depends on it.
 */
final class Pace {
  private static final long UNKNOWN = -1;
  private static final int MEMORY = 8;

  private volatile long nanosPerRow = UNKNOWN;

  /** Takes note of a prediction. */
  void note(long rows, long nanos) {
    long fresh = nanos / Math.max(1, rows);
    long before = nanosPerRow;
    nanosPerRow = before == UNKNOWN ? fresh : before + (fresh - before) / MEMORY;
  }

  /** Whether so many rows are expected within this time; false while nothing is known. */
  boolean within(long rows, long nanos) {
    long known = nanosPerRow;
    return known != UNKNOWN && known <= nanos / Math.max(1, rows);
  }
}
