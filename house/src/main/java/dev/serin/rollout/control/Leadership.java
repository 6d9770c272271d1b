package dev.serin.rollout.control;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether this replica decides: it holds the lease, and renewed it lately. One thread at a time.
 */
final class Leadership {
  private static final int RENEWALS = 3; // within a lease

  private final Desk desk;
  private final Desk.Run run;
  private final LongSupplier nanos;
  private Optional<Long> token = Optional.empty();
  private long renewed;

  Leadership(Desk desk, Desk.Run run, LongSupplier nanos) {
    this.desk = desk;
    this.run = run;
    this.nanos = nanos;
  }

  /** The token to decide with, empty while another replica leads. */
  Optional<Long> token(Duration lease, long above) {
    long now = nanos.getAsLong();
    if (token.isEmpty() || now - renewed >= lease.toNanos() / RENEWALS) {
      token = Optional.empty(); // until it is known better
      token = desk.lead(run, lease, above);
      renewed = now;
    }
    return token;
  }

  /** The token that was held at the last look. */
  Optional<Long> held() {
    return token;
  }
}
