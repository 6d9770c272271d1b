package dev.serin.serving;

import dev.serin.deployment.Deployment;
import dev.serin.deployment.Trial;
import dev.serin.registry.ModelVersion;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Picks the version that answers a call. A call with a sticky key always meets the same arm while
 * the weight stands, and with a growing weight only ever moves from the champion to the challenger.
 */
final class Router {
  /** The arm of the champion, in answers and counts. */
  static final String CURRENT = "current";

  /** The arm of the challenger. */
  static final String CANARY = "canary";

  private static final int SLOTS = 10_000; // so fine is a weight

  private final IntSupplier random;

  /** Draws calls without a key from this source of evenly spread ints. */
  Router(IntSupplier random) {
    this.random = random;
  }

  /** A version and the arm that it stands for. */
  record Arm(ModelVersion version, String name) {}

  /** The arm for a call, empty while the deployment has no champion. */
  Optional<Arm> route(Deployment deployment, Optional<String> key) {
    Optional<Trial> split = deployment.trial().filter(it -> it.stage() == Trial.Stage.SPLIT);
    if (deployment.challenger().isPresent() && split.isPresent()) {
      int drawn = key.map(text -> spread(split.get(), text)).orElseGet(random::getAsInt);
      int slot = Math.floorMod(drawn, SLOTS); // floorMod: the smallest int has no absolute value
      if (slot < split.get().split().weight() * SLOTS) {
        return deployment.challenger().map(version -> new Arm(version, CANARY));
      }
    }
    return champion(deployment);
  }

  static Optional<Arm> champion(Deployment deployment) {
    return deployment.champion().map(version -> new Arm(version, CURRENT));
  }

  /** Salted by the roll-out, so that one key does not meet every canary. */
  private static int spread(Trial trial, String key) {
    int hash = 31 * trial.rollout().hashCode() + key.hashCode();
    hash = (hash ^ hash >>> 16) * 0x85ebca6b; // the finalizer of MurmurHash3
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }
}
