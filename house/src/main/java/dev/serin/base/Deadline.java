package dev.serin.base;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A moment on the monotonic clock (nanoseconds) after which an answer is no longer wanted. */
public record Deadline(long nanos, LongSupplier clock) {

  /** The moment {@code wait} from now on the system's monotonic clock. */
  public static Deadline in(Duration wait) {
    return new Deadline(System.nanoTime() + wait.toNanos(), System::nanoTime);
  }

  /** Nanoseconds left, zero or less when it has passed. */
  public long left() {
    return nanos - clock.getAsLong();
  }

  /** Whether it lies in the past. */
  public boolean passed() {
    return left() <= 0;
  }

  /** Raises {@link Problem.TooLate} when it has passed. */
  public void check(String what) {
    if (passed()) {
      throw new Problem.Raised(new Problem.TooLate("DEADLINE_EXCEEDED", what + " took too long"));
    }
  }
}
