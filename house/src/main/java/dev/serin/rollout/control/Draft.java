package dev.serin.rollout.control;

import dev.serin.deployment.Trial;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.RolloutState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A roll-out while one fact changes it; used by one thread, for one fact. */
final class Draft {
  private final Rollout before;
  private final List<Epoch> epochs;
  private RolloutState state;
  private double weight;
  private Optional<Trial.Probing> probing;
  private int gateFrom;
  private int holds;
  private long evalMillis;
  private int uncleanRestarts;

  Draft(Rollout before) {
    this.before = before;
    this.epochs = new ArrayList<>(before.epochs());
    this.state = before.state();
    this.weight = before.weight();
    this.probing = before.probing();
    this.gateFrom = before.gateFrom();
    this.holds = before.holds();
    this.evalMillis = before.evalMillis();
    this.uncleanRestarts = before.uncleanRestarts();
  }

  Draft in(RolloutState next) {
    state = next;
    return this;
  }

  /** Begins the next epoch. */
  Draft epoch(Epoch.Kind kind, double part, int from) {
    return epoch(new Epoch(before.epoch().number() + 1, kind, part, from));
  }

  /** Adds this epoch unless it is there. */
  Draft epoch(Epoch epoch) {
    if (epoch.number() > epochs.getLast().number()) {
      epochs.add(epoch);
    }
    return this;
  }

  Draft weight(double part) {
    weight = part;
    return this;
  }

  Draft probing(Optional<Trial.Probing> wanted) {
    probing = wanted;
    return this;
  }

  Draft gate(int from, int cleared) {
    gateFrom = from;
    holds = cleared;
    return this;
  }

  Draft evaluated(long millis) {
    evalMillis = millis;
    return this;
  }

  Draft unclean(int restarts) {
    uncleanRestarts = restarts;
    return this;
  }

  /** How it stands after the fact, which is of that moment. */
  Rollout at(Instant moment) {
    return new Rollout(
        before.id(),
        before.model(),
        before.from(),
        before.to(),
        state,
        before.policy(),
        weight,
        probing,
        epochs,
        gateFrom,
        holds,
        evalMillis,
        uncleanRestarts,
        before.began(),
        moment,
        before.by(),
        before.idempotencyKey(),
        before.revision() + 1);
  }
}
