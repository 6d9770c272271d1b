package dev.serin.rollout.control;

import dev.serin.base.Actor;
import dev.serin.base.ModelName;
import dev.serin.deployment.Trial;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.Policy;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One change of version and how far it came. {@code from} is empty where nothing served before.
 * {@code epochs}, {@code gateFrom}, {@code holds} and {@code evalMillis} are as of the newest fact;
 * {@code revision} grows with each of them. {@code weight} is the candidate's part while the clock
 * runs; {@code probing} the probes, once they began.
 */
public record Rollout(
    String id,
    ModelName model,
    Optional<Integer> from,
    int to,
    RolloutState state,
    Policy policy,
    double weight,
    Optional<Trial.Probing> probing,
    List<Epoch> epochs,
    int gateFrom,
    int holds,
    long evalMillis,
    int uncleanRestarts,
    Instant began,
    Instant changed,
    Actor by,
    Optional<String> idempotencyKey,
    long revision) {
  public Rollout {
    epochs = List.copyOf(epochs);
  }

  /** The epoch that is counted into now. */
  public Epoch epoch() {
    return epochs.getLast();
  }

  /** How it went, when the clock ran so long. */
  public Timeline timeline(long millis) {
    return new Timeline(epochs, gateFrom, holds, millis);
  }
}
