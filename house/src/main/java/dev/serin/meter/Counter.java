package dev.serin.meter;

import java.util.concurrent.atomic.LongAdder;

/** A sum that only grows. */
public final class Counter {
  private final LongAdder sum = new LongAdder();

  /** Adds one. */
  public void add() {
    sum.increment();
  }

  /** Adds {@code amount}, at least 0. */
  public void add(long amount) {
    sum.add(amount);
  }

  /** All that was added. */
  public long sum() {
    return sum.sum();
  }
}
