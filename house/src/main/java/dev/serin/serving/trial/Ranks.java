package dev.serin.serving.trial;

import java.util.Arrays;

/** A distribution of latencies (nanoseconds) in which others are ranked. */
final class Ranks {
  /** Of which nothing is known. */
  static final Ranks NONE = new Ranks(new long[0]);

  private final long[] sorted;
  private final long p90;
  private final long p99;

  private Ranks(long[] sorted) {
    this.sorted = sorted;
    this.p90 = quantile(sorted, 90);
    this.p99 = quantile(sorted, 99);
  }

  /** The distribution of these times. */
  static Ranks of(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return new Ranks(sorted);
  }

  private static long quantile(long[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(sorted.length * percent + 99) / 100 - 1];
  }

  /** Whether anything can be ranked. */
  boolean known() {
    return sorted.length > 0;
  }

  /** The part of the distribution that is below, equal ones counted half: 0 to 1. */
  double rank(double nanos) {
    return (below(nanos, false) + below(nanos, true)) / (2.0 * sorted.length);
  }

  boolean aboveP90(double nanos) {
    return nanos > p90;
  }

  boolean aboveP99(double nanos) {
    return nanos > p99;
  }

  private int below(double nanos, boolean orEqual) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (sorted[middle] < nanos || orEqual && sorted[middle] == nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
