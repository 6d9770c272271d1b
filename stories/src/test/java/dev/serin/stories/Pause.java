package dev.serin.stories;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for another process, always bounded. */
final class Pause {
  private Pause() {}

  static void millis(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Asks again and again until it is so or the time is over; whether it became so. */
  static boolean until(Duration atMost, BooleanSupplier so) {
    long end = System.nanoTime() + atMost.toNanos();
    boolean is = so.getAsBoolean();
    while (!is && System.nanoTime() < end) {
      millis(20);
      is = so.getAsBoolean();
    }
    return is;
  }
}
