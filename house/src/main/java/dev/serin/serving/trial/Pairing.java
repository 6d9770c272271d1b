package dev.serin.serving.trial;

import dev.serin.deployment.Trial;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many probes are due: so many a second, and no more than are wanted in all. */
final class Pairing {
  private static final double SECOND = 1e9;

  private final AtomicBoolean busy = new AtomicBoolean();
  private double credit;
  private long since = -1;
  private int begun;

  /** Pairs that are due now; at most what one second brings. */
  synchronized int due(Trial.Probing probing, long now) {
    double passed = since < 0 ? 0 : (now - since) / SECOND;
    since = now;
    double most = Math.max(1, probing.perSecond());
    credit = Math.min(most, credit + passed * probing.perSecond());
    int due = Math.clamp(probing.pairs() - begun, 0, (int) credit);
    credit -= due;
    begun += due;
    return due;
  }

  /** True for the one who probes until {@link #end}; the others leave it out. */
  boolean begin() {
    return busy.compareAndSet(false, true);
  }

  void end() {
    busy.set(false);
  }
}
