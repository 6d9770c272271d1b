package dev.serin.web.rollout;

import java.util.concurrent.TimeUnit;

/**
 * Rings when something is new. Any number of threads wait for it, each for what it has not heard.
 */
final class Bell {
  private final Object lock = new Object();
  private long rung;

  /** Wakes all who wait. */
  void ring() {
    synchronized (lock) {
      rung++;
      lock.notifyAll();
    }
  }

  /** How often it rang until now. */
  long rung() {
    synchronized (lock) {
      return rung;
    }
  }

  /**
   * Returns when it rang more often than {@code heard}, after so many nanoseconds, or interrupted.
   */
  void await(long heard, long nanos) {
    long end = System.nanoTime() + nanos;
    synchronized (lock) {
      try {
        for (long left = nanos; rung == heard && left > 0; left = end - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(lock, Math.max(left, 1_000_000));
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt(); // whoever waits looks at that
      }
    }
  }
}
