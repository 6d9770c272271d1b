package dev.serin.serving;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long the last calls of a version computed, in nanoseconds. Any thread, no lock. */
public final class Recent {
  private static final int SIZE = 2_000;

  private final AtomicLongArray nanos = new AtomicLongArray(SIZE);
  private final AtomicInteger noted = new AtomicInteger();

  /** Takes note of a call. */
  void note(long took) {
    int at = noted.getAndIncrement();
    nanos.setOpaque(Integer.remainderUnsigned(at, SIZE), took);
    if (at == Integer.MAX_VALUE) {
      noted.set(SIZE); // the ring is full, and stays so
    }
  }

  /** The times that are known, in no order. */
  public long[] times() {
    int known = noted.get();
    long[] times = new long[known < 0 ? SIZE : Math.min(known, SIZE)];
    Arrays.setAll(times, nanos::getOpaque);
    return times;
  }
}
