package dev.serin.serving.trial;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stops the use of the canary in this process when so many of its calls in a row failed that the
 * champion then answered. That is always the safe direction, so nobody is asked; a newer epoch
 * releases it.
 */
final class Brake {
  private static final int ROW = 7;

  private final AtomicInteger row = new AtomicInteger();
  private volatile int epoch;

  /** The canary failed in this epoch, and the champion answered. */
  void failed(int now) {
    if (row.incrementAndGet() >= ROW) {
      row.set(0);
      epoch = now;
    }
  }

  /** The canary answered, or the champion failed too. */
  void passed() {
    if (row.get() != 0) {
      row.set(0);
    }
  }

  /** Whether the canary is not used in this epoch. */
  boolean on(int now) {
    return epoch == now;
  }
}
