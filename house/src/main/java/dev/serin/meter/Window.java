package dev.serin.meter;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The sum of what was added within the last span of time, in so many slots: what is older than the
 * span counts no more, give or take one slot. Any thread.
 */
public final class Window {
  private final long slotNanos;
  private final long[] sums;
  private final long[] ages; // which slot of time a sum belongs to
  private final LongSupplier clock;
  private final Object lock = new Object();

  /** Looks back over {@code span}, on this monotonic clock (nanoseconds). */
  public Window(Duration span, int slots, LongSupplier clock) {
    this.slotNanos = Math.max(1, span.toNanos() / slots);
    this.sums = new long[slots];
    this.ages = new long[slots];
    this.clock = clock;
    Arrays.fill(ages, Long.MIN_VALUE);
  }

  /** Adds to the sum of now. */
  public void add(long amount) {
    long age = Math.floorDiv(clock.getAsLong(), slotNanos);
    int slot = (int) Math.floorMod(age, (long) sums.length);
    synchronized (lock) {
      if (ages[slot] != age) {
        ages[slot] = age;
        sums[slot] = 0;
      }
      sums[slot] += amount;
    }
  }

  /** What was added within the span until now. */
  public long sum() {
    long newest = Math.floorDiv(clock.getAsLong(), slotNanos);
    long sum = 0;
    synchronized (lock) {
      for (int slot = 0; slot < sums.length; slot++) {
        if (ages[slot] > newest - sums.length && ages[slot] <= newest) {
          sum += sums[slot];
        }
      }
    }
    return sum;
  }
}
