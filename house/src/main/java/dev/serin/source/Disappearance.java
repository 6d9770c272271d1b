package dev.serin.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Believes that models are gone: at once, but where more than half of at least four went together,
 * which is how a lost mount looks, only when a full scan {@code hold} later says so too.
 */
record Disappearance(Duration hold, Optional<Instant> since) {
  private static final int FEW = 4;

  static Disappearance none(Duration hold) {
    return new Disappearance(hold, Optional.empty());
  }

  /** The next state, and what is believed to be gone. */
  record Belief(Disappearance next, Set<String> gone) {
    Belief {
      gone = Set.copyOf(gone);
    }
  }

  /** After a full scan: of {@code known} models, {@code missing} were not there. */
  Belief after(int known, Set<String> missing, Instant now) {
    boolean many = known >= FEW && 2 * missing.size() > known;
    if (!many) {
      return new Belief(none(hold), missing);
    }
    Instant first = since.orElse(now);
    return now.isBefore(first.plus(hold))
        ? new Belief(new Disappearance(hold, Optional.of(first)), Set.of())
        : new Belief(none(hold), missing);
  }
}
