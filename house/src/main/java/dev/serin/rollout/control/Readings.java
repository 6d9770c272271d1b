package dev.serin.rollout.control;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.Policy;
import dev.serin.rollout.RolloutState;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What people read off a roll-out. */
final class Readings {
  private Readings() {}

  /** What the promotion rests upon: live, mixed or probe_only. */
  static String evidence(Rollout it, Tally tally) {
    Set<Integer> before =
        it.epochs().stream()
            .filter(epoch -> epoch.kind() != Epoch.Kind.BAKING)
            .map(Epoch::number)
            .collect(Collectors.toSet());
    Tally judged =
        new Tally(
            tally.blocks().stream().filter(block -> before.contains(block.epoch())).toList(),
            List.of());
    boolean live = judged.count(Count.CALLS, Arm.CANARY) > 0;
    boolean probed = judged.count(Count.PROBED, Arm.CANARY) > 0;
    return probed ? live ? "mixed" : "probe_only" : "live";
  }

  /** The milliseconds until the window, its extension or the bake ends; 0 where nothing ends. */
  static long millisToDecision(Rollout it, long evalMillis) {
    Policy policy = it.policy();
    long window = policy.window().toMillis();
    return switch (it.state()) {
      case RolloutState.Pending _,
          RolloutState.Loading _,
          RolloutState.Warming _,
          RolloutState.Shadow _ ->
          window;
      case RolloutState.Canary _, RolloutState.Paused _, RolloutState.Held _ ->
          evalMillis < window
              ? window - evalMillis
              : Math.max(0, policy.maxWindow().toMillis() - evalMillis);
      case RolloutState.Baking _ -> Math.max(0, policy.bake().duration().toMillis() - evalMillis);
      case RolloutState.RollingBack _,
          RolloutState.Reverting _,
          RolloutState.Completed _,
          RolloutState.RolledBack _,
          RolloutState.Failed _,
          RolloutState.Superseded _ ->
          0;
    };
  }
}
