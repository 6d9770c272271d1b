package dev.serin.runtime.worker;

import java.time.Duration;

/** How long to wait before the next start: {@code first}, doubled by each failure, bounded. */
record BackOff(Duration first, Duration longest, int failures) {
  private static final int MOST_DOUBLINGS = 30;

  /** One second, doubling to one minute. */
  static final BackOff DEFAULT = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0);

  BackOff failed() {
    return new BackOff(first, longest, failures + 1);
  }

  BackOff succeeded() {
    return failures == 0 ? this : new BackOff(first, longest, 0);
  }

  /** The wait after the newest failure; none before the first one. */
  Duration pause() {
    if (failures == 0) {
      return Duration.ZERO;
    }
    Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }
}
