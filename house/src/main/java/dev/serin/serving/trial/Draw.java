package dev.serin.serving.trial;

import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Draws the arm of a call by the weight of the trial. A call with a sticky key always meets the
 * same arm while the weight stands, and with a growing weight only ever moves to the candidate.
 */
record Draw(LongSupplier random) {
  private static final double UNIT = 0x1p-53;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** The arm of a call; {@code key} counts only where the trial shares by a header. */
  Arm arm(Trial trial, Optional<String> key) {
    boolean sticky = key.isPresent() && trial.split().stickyHeader().isPresent();
    long bits = sticky ? hash(trial.rollout(), key.get()) : random.getAsLong();
    return part(bits) < trial.split().weight() ? Arm.CANARY : Arm.CURRENT;
  }

  /** Whether a part of all calls has this one in it. */
  boolean within(double part) {
    return part >= 1 || part > 0 && part(random.getAsLong()) < part;
  }

  private static double part(long bits) {
    return (bits >>> 11) * UNIT;
  }

  /** Of a key, salted by the roll-out, so that one key does not meet every canary. */
  static long hash(String rollout, String key) {
    return spread(rollout, spread(key, GOLDEN));
  }

  private static long spread(String text, long seed) {
    long hash = seed;
    for (int i = 0; i < text.length(); i++) {
      hash = mixed((hash ^ text.charAt(i)) + GOLDEN);
    }
    return hash;
  }

  /** Stafford's thirteenth mix of the finalizer of MurmurHash3. */
  private static long mixed(long bits) {
    long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
