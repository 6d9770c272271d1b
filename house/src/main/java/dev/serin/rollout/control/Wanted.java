package dev.serin.rollout.control;

import dev.serin.deployment.Trial;
import dev.serin.rollout.Policy;
import dev.serin.rollout.RolloutState;
import java.util.Optional;

/** What a roll-out wants of the traffic, as it stands. */
final class Wanted {
  private Wanted() {}

  /** The trial, none once it has ended; {@code capture}: inputs may be kept for probes. */
  static Optional<Trial> trial(Rollout it, boolean capture) {
    return switch (it.state()) {
      case RolloutState.Pending _, RolloutState.Loading _, RolloutState.Warming _ ->
          Optional.of(trial(it, Trial.Stage.WARMING, 0, capture));
      case RolloutState.Shadow _ ->
          Optional.of(trial(it, Trial.Stage.SHADOW, it.epoch().weight(), capture));
      case RolloutState.Canary _,
          RolloutState.Paused _,
          RolloutState.Held _,
          RolloutState.RollingBack _,
          RolloutState.Reverting _ ->
          Optional.of(trial(it, Trial.Stage.SPLIT, it.epoch().weight(), capture));
      case RolloutState.Baking _ -> Optional.of(trial(it, Trial.Stage.BAKING, 1, capture));
      case RolloutState.Completed _,
          RolloutState.RolledBack _,
          RolloutState.Failed _,
          RolloutState.Superseded _ ->
          Optional.empty();
    };
  }

  private static Trial trial(Rollout it, Trial.Stage stage, double weight, boolean capture) {
    Policy policy = it.policy();
    double failover = policy.failover().enabled() ? policy.failover().budget() : 0;
    boolean keeps =
        capture
            && policy.probes().enabled()
            && policy.probes().source().contains(Trial.Source.CAPTURED);
    return new Trial(
        it.id(),
        it.epoch().number(),
        stage,
        it.to(),
        new Trial.Split(weight, policy.stickyHeader(), failover),
        new Trial.Measuring(
            policy.latency().tolerance(),
            policy.errors().nonFinite(),
            keeps,
            policy.fleet().staleReplica()),
        it.probing(),
        stage == Trial.Stage.BAKING ? it.from() : Optional.empty());
  }
}
