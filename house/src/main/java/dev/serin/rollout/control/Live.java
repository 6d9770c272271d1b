package dev.serin.rollout.control;

import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Findings;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A roll-out as it is at this moment. {@code evalMillis}: how long its clock ran; {@code
 * millisToDecision}: until the window, its extension or the bake ends (0: at an end); {@code
 * evidence}: live, mixed or probe_only; {@code stale}: replicas that were not heard of for long.
 */
public record Live(
    Rollout rollout,
    long evalMillis,
    long millisToDecision,
    Findings findings,
    Tally tally,
    Map<String, Standing> replicas,
    Set<String> stale,
    String evidence) {
  public Live {
    replicas = Collections.unmodifiableMap(new TreeMap<>(replicas));
    stale = Set.copyOf(stale);
  }
}
