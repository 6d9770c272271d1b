package dev.serin.rollout.control;

import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.Deployments;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Registry;
import dev.serin.rollout.Reason;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.control.RolloutFact.Cause;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes roll-outs follow aliases that somebody moved: a challenger without a roll-out begins one, a
 * newer challenger supersedes, one that was removed ends it, and so does a champion that was moved
 * by hand.
 */
final class Aliases {
  private static final Logger LOG = LoggerFactory.getLogger(Aliases.class);

  private final Rollouts rollouts;
  private final Registry registry;
  private final Deployments deployments;
  private final Deeds deeds;

  Aliases(Rollouts rollouts, Rollouts.Rooms rooms, Deeds deeds) {
    this.rollouts = rollouts;
    this.registry = rooms.registry();
    this.deployments = rooms.deployments();
    this.deeds = deeds;
  }

  /** Whether a challenger waits for a roll-out. */
  boolean waiting() {
    return deployments.image().deployments().values().stream().anyMatch(this::waits);
  }

  private boolean waits(Deployment it) {
    return rollouts.active(it.model()).isEmpty() && newcomer(it).isPresent();
  }

  /** The challenger that could be rolled out. */
  private static Optional<ModelVersion> newcomer(Deployment it) {
    boolean served = it.champion().isEmpty() || it.wanted();
    return it.challenger()
        .filter(ModelVersion::ready)
        .filter(version -> served && !it.champion().equals(Optional.of(version)));
  }

  void follow(Cause leader) {
    for (Deployment it : deployments.image().deployments().values()) {
      try {
        rollouts
            .active(it.model())
            .ifPresentOrElse(active -> follow(it, active, leader), () -> begin(it));
      } catch (Problem.Raised raised) {
        LOG.warn("[ROLLOUT] the aliases of '{}': {}", it.model(), raised.getMessage());
      }
    }
  }

  private void begin(Deployment it) {
    newcomer(it).ifPresent(version -> rollouts.startByAlias(mover(version), version));
  }

  private Actor mover(ModelVersion version) {
    return registry
        .mover(version.model(), Deployment.CHALLENGER)
        .orElse(new Actor("alias:" + Deployment.CHALLENGER));
  }

  private void follow(Deployment it, Rollout active, Cause leader) {
    Optional<Integer> challenger = it.challenger().map(ModelVersion::number);
    Optional<Integer> champion = it.champion().map(ModelVersion::number);
    boolean judged = !over(active.state());
    Optional<ModelVersion> newer = newcomer(it).filter(version -> version.number() != active.to());
    if (newer.isPresent()) {
      rollouts.startByAlias(mover(newer.get()), newer.get());
    } else if (judged && archived(active)) {
      end(active, leader, "version " + active.to() + " was archived", this::back);
    } else if (judged && challenger.isEmpty()) {
      end(active, leader, "the alias challenger was removed", this::back);
    } else if (judged && !champion.equals(active.from())) {
      end(active, leader, "the alias champion was moved", this::supersede);
    } else if (judged && active.from().isPresent() && !it.wanted()) {
      end(active, leader, "the model was deactivated", this::back);
    } else if (active.state() instanceof RolloutState.Baking
        && !champion.equals(Optional.of(active.to()))) {
      end(active, leader, "the alias champion was moved", this::supersede);
    }
  }

  private boolean archived(Rollout it) {
    return registry
        .image()
        .model(it.model())
        .flatMap(model -> model.version(it.to()))
        .filter(ModelVersion::ready)
        .isEmpty();
  }

  private static boolean over(RolloutState state) {
    return switch (state) {
      case RolloutState.Baking _, RolloutState.RollingBack _, RolloutState.Reverting _ -> true;
      default -> state.terminal();
    };
  }

  private void end(Rollout active, Cause leader, String why, BiConsumer<Rollout, Cause> how) {
    how.accept(active, leader.because(new Reason("MANUAL", why)));
  }

  private void back(Rollout it, Cause cause) {
    deeds.write(Controller.JUDGE, List.of(Decider.back(it, rollouts.moment(it), cause)));
  }

  private void supersede(Rollout it, Cause cause) {
    Reason why = new Reason("SUPERSEDED", cause.reason().orElseThrow().text());
    deeds.write(Controller.JUDGE, List.of(Decider.superseded(it, rollouts.moment(it), why, cause)));
  }

  /** The wish that an alias speaks. */
  static Rollouts.Start start(ModelVersion version) {
    return new Rollouts.Start(
        version.model(), version.number(), Json.Obj.of(), Optional.empty(), true, false);
  }
}
