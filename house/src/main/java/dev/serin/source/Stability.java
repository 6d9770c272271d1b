package dev.serin.source;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides from fingerprints and moments alone whether a tree is still. At start a tree whose newest
 * change is more than {@code old} ago is; otherwise two equal fingerprints at least {@code apart},
 * with nothing changed for {@code quiet}; after {@code most} since it began to grow it is given up.
 * The copy is compared with the fingerprint once more, which is the real guarantee.
 */
record Stability(Duration old, Duration apart, Duration quiet, Duration most) {

  /** The contract's figures, with this limit for growing. */
  static Stability within(Duration most) {
    return new Stability(
        Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(1), most);
  }

  /** What is remembered between two looks at a tree. */
  record Watched(Fingerprint seen, Instant sampled, Instant changed, Instant began) {}

  /** What a look came to. */
  sealed interface Verdict {
    /** It may be copied. */
    record Still() implements Verdict {}

    /** Look again later. */
    record Moving(Watched watched) implements Verdict {}

    /** It has been growing for too long. */
    record GivenUp() implements Verdict {}
  }

  /** The first look; {@code starting}: the process has just begun to look at all. */
  Verdict first(Fingerprint seen, Instant now, boolean starting) {
    boolean settled = starting && seen.whole() && seen.newest().isBefore(now.minus(old));
    return settled ? new Verdict.Still() : new Verdict.Moving(new Watched(seen, now, now, now));
  }

  /** Each further look. */
  Verdict next(Watched before, Fingerprint seen, Instant now) {
    boolean same = seen.equals(before.seen());
    boolean late = !now.isBefore(before.began().plus(most));
    if (!same) {
      return late
          ? new Verdict.GivenUp()
          : new Verdict.Moving(new Watched(seen, now, now, before.began()));
    }
    boolean twice = !now.isBefore(before.sampled().plus(apart));
    boolean silent = !now.isBefore(before.changed().plus(quiet));
    if (twice && silent && seen.whole()) {
      return new Verdict.Still();
    }
    return late ? new Verdict.GivenUp() : new Verdict.Moving(before);
  }
}
