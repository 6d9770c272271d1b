package dev.serin.rollout.control;

import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Standing.Arrival;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The replicas that take part in a trial, each by its newest run: those that were heard of lately,
 * and the {@code stale} ones. A replica that said goodbye is neither.
 */
record Muster(Map<String, Desk.Presence> fresh, Map<String, Desk.Presence> stale) {

  static Muster of(List<Desk.Presence> presences, Duration limit) {
    Map<String, Desk.Presence> newest = new TreeMap<>();
    presences.forEach(presence -> newest.put(presence.run().replica(), presence));
    Map<String, Desk.Presence> fresh = new TreeMap<>();
    Map<String, Desk.Presence> stale = new TreeMap<>();
    newest.forEach(
        (replica, presence) -> {
          if (!presence.over()) {
            (presence.age().compareTo(limit) > 0 ? stale : fresh).put(replica, presence);
          }
        });
    return new Muster(fresh, stale);
  }

  /** How the fresh ones stand. */
  Map<String, Standing> standings() {
    Map<String, Standing> standings = new TreeMap<>();
    fresh.forEach((replica, presence) -> standings.put(replica, presence.standing()));
    return standings;
  }

  private Stream<Standing> all() {
    return fresh.values().stream().map(Desk.Presence::standing);
  }

  /** Whether more than half of the fresh ones came so far. */
  boolean most(Set<Arrival> arrivals) {
    long there = all().filter(it -> arrivals.contains(it.arrival())).count();
    return 2 * there > fresh.size();
  }

  /** Whether any fresh one came so far. */
  boolean any(Arrival arrival) {
    return all().anyMatch(it -> it.arrival() == arrival);
  }

  /** The first that says so, with its name. */
  Optional<Desk.Presence> first(Arrival arrival) {
    return fresh.values().stream().filter(it -> it.standing().arrival() == arrival).findFirst();
  }

  /** Whether each fresh one serves this epoch, and none has a call of the candidate left. */
  boolean drained(int epoch) {
    return all().allMatch(it -> it.epoch() >= epoch && it.inFlight() == 0);
  }

  /** The fresh ones that stopped using the candidate by themselves. */
  Collection<Desk.Presence> braked() {
    return fresh.values().stream().filter(it -> it.standing().braked()).toList();
  }

  /** The names of the stale ones. */
  Set<String> missing() {
    return new TreeSet<>(stale.keySet());
  }
}
