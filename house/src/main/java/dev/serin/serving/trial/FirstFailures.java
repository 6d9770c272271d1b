package dev.serin.serving.trial;

import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which keys failed already. Errors of one key go together, so where a trial shares by keys only
 * the first failure of each is evidence.
 */
final class FirstFailures {
  private static final int MOST = 1 << 16; // beyond it, no more evidence is needed

  private final Set<Long> hashes = ConcurrentHashMap.newKeySet();

  /** Whether a failure of this key counts: it has none, or it is its first in this arm. */
  boolean counts(Trial trial, Arm arm, Optional<String> key) {
    if (key.isEmpty() || trial.split().stickyHeader().isEmpty()) {
      return true;
    }
    long hash = Draw.hash(trial.rollout() + arm.word(), key.get());
    return hashes.size() < MOST && hashes.add(hash);
  }
}
