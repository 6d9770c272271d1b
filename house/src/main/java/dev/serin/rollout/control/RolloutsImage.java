package dev.serin.rollout.control;

import dev.serin.base.ModelName;
import dev.serin.ledger.Recorded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All roll-outs in the order in which they began, after the fact at this ledger position; {@code
 * fencing} is the largest token of a leader, {@code positions} are those of each one's facts.
 */
public record RolloutsImage(
    SequencedMap<String, Rollout> rollouts,
    Map<String, List<Long>> positions,
    long fencing,
    long position) {
  static final RolloutsImage EMPTY = new RolloutsImage(new LinkedHashMap<>(), Map.of(), 0, 0);

  public RolloutsImage {
    rollouts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(rollouts));
    positions = Map.copyOf(positions);
  }

  /** The roll-out of this id. */
  public Optional<Rollout> rollout(String id) {
    return Optional.ofNullable(rollouts.get(id));
  }

  /** The roll-outs of a model, newest first. */
  public List<Rollout> of(ModelName model) {
    return rollouts.sequencedValues().reversed().stream()
        .filter(rollout -> rollout.model().equals(model))
        .toList();
  }

  /** The roll-out of a model that has not ended. */
  public Optional<Rollout> active(ModelName model) {
    return of(model).stream().filter(rollout -> !rollout.state().terminal()).findFirst();
  }

  /** All roll-outs that have not ended. */
  public List<Rollout> active() {
    return rollouts.values().stream().filter(rollout -> !rollout.state().terminal()).toList();
  }

  RolloutsImage led(long token, long at) {
    return new RolloutsImage(rollouts, positions, Math.max(fencing, token), at);
  }

  RolloutsImage with(Rollout rollout, long at) {
    SequencedMap<String, Rollout> next = new LinkedHashMap<>(rollouts);
    next.put(rollout.id(), rollout);
    Map<String, List<Long>> places = new HashMap<>(positions);
    List<Long> own = new ArrayList<>(positions.getOrDefault(rollout.id(), List.of()));
    own.add(at);
    places.put(rollout.id(), List.copyOf(own));
    return new RolloutsImage(next, places, fencing, at);
  }

  /** This image after some facts. */
  RolloutsImage after(List<Recorded> facts) {
    RolloutsImage next = this;
    for (Recorded fact : facts) {
      next = FactText.after(next, fact);
    }
    return next;
  }
}
