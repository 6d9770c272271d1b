package dev.serin.rollout;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Count;
import dev.serin.rollout.Findings.Test;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What follows from findings in a state. The order is part of the rules: what rolls back comes
 * first, then what holds, then the next weight, then the promotion, then the end of the window.
 */
final class Ruling {
  private static final Verdict GO_ON = new Verdict.GoOn();
  private static final Test[] ROLLING_BACK = {
    Test.E1, Test.E2, Test.L, Test.P, Test.Q, Test.S, Test.D
  };
  private static final Test[] HOLDING = {
    Test.E1, Test.E2, Test.L, Test.P, Test.Q, Test.F, Test.S, Test.D
  };

  private final Policy policy;
  private final Timeline timeline;
  private final Findings findings;
  private final Counted counted;
  private final Reasons reasons;

  Ruling(Findings findings, Counted counted) {
    this.policy = counted.policy();
    this.timeline = counted.timeline();
    this.findings = findings;
    this.counted = counted;
    this.reasons = new Reasons(findings, counted);
  }

  /** The verdict in this state. */
  Verdict on(RolloutState state) {
    return switch (state) {
      case RolloutState.Canary _ -> canary();
      case RolloutState.Paused _ -> rollback().orElse(GO_ON);
      case RolloutState.Held(Reason reason) -> rollback().orElseGet(() -> held(reason));
      case RolloutState.Shadow _ -> shadow();
      case RolloutState.Baking _ -> baking();
      case RolloutState.Pending _,
          RolloutState.Loading _,
          RolloutState.Warming _,
          RolloutState.RollingBack _,
          RolloutState.Reverting _,
          RolloutState.Completed _,
          RolloutState.RolledBack _,
          RolloutState.Failed _,
          RolloutState.Superseded _ ->
          GO_ON;
    };
  }

  private Verdict canary() {
    return rollback().or(this::hold).or(this::step).orElseGet(this::end);
  }

  private Optional<Verdict> rollback() {
    return first(Policy.Action.ROLLBACK, ROLLING_BACK)
        .map(test -> new Verdict.RollBack(reasons.of(test)));
  }

  private Optional<Verdict> hold() {
    return first(Policy.Action.HOLD, HOLDING).map(test -> new Verdict.Hold(reasons.of(test)));
  }

  private Optional<Test> first(Policy.Action action, Test... order) {
    for (Test test : order) {
      if (action(test) == action && findings.tests().get(test).fires()) {
        return Optional.of(test);
      }
    }
    return Optional.empty();
  }

  private Policy.Action action(Test test) {
    return switch (test) {
      case E1, E2 -> policy.errors().action();
      case L, P -> policy.latency().action();
      case Q -> policy.feedback().action();
      case D -> policy.classes().action();
      case S -> policy.srm().action();
      case F -> Policy.Action.HOLD;
      case G -> Policy.Action.OBSERVE;
    };
  }

  /** The weight of the step that the clock has reached, unless somebody set another one. */
  private Optional<Verdict> step() {
    List<Policy.Step> steps = policy.steps();
    if (steps.isEmpty() || timeline.epochs().isEmpty()) {
      return Optional.empty();
    }
    double now = timeline.epochs().getLast().weight();
    int at = reached();
    boolean ours =
        now == policy.split() || steps.subList(0, at).stream().anyMatch(s -> s.weight() == now);
    double wanted = steps.get(at).weight();
    return ours && now != wanted ? Optional.of(new Verdict.Step(wanted)) : Optional.empty();
  }

  private int reached() {
    long end = 0;
    for (int i = 0; i < policy.steps().size(); i++) {
      end += policy.steps().get(i).duration().toMillis();
      if (timeline.evalMillis() < end) {
        return i;
      }
    }
    return policy.steps().size() - 1;
  }

  /** When the canary may be promoted: after the window, and not before the last step ended. */
  private long window() {
    long steps =
        policy.steps().stream().map(Policy.Step::duration).mapToLong(Duration::toMillis).sum();
    return Math.max(policy.window().toMillis(), steps);
  }

  private Verdict end() {
    if (timeline.evalMillis() < window()) {
      return GO_ON;
    }
    if (findings.gate().open()) {
      return new Verdict.Promote(reasons.promoted());
    }
    return switch (policy.gate().insufficientEvidence()) {
      case PROMOTE -> new Verdict.Promote(reasons.unproved());
      case HOLD -> new Verdict.Hold(reasons.insufficient());
      case ROLLBACK -> new Verdict.RollBack(reasons.insufficient());
      case EXTEND -> {
        long longest = Math.max(window(), policy.maxWindow().toMillis());
        yield timeline.evalMillis() >= longest ? new Verdict.Hold(reasons.insufficient()) : GO_ON;
      }
    };
  }

  /** A shared fault is over when current kept within the limit for long enough. */
  private Verdict held(Reason reason) {
    return reason.code().equals(Reasons.SHARED_FAULT) && recovered() ? new Verdict.Clear() : GO_ON;
  }

  private boolean recovered() {
    List<Block> blocks = counted.tally().blocks();
    if (blocks.isEmpty() || timeline.epochs().isEmpty()) {
      return false;
    }
    int last = blocks.getLast().number();
    long first = last - policy.sharedFault().clearAfter().toSeconds();
    long calls = 0;
    long failures = 0;
    for (Block block : blocks) {
      if (block.number() > first) {
        calls += block.count(Count.CALLS, Arm.CURRENT) + block.count(Count.PROBED, Arm.CURRENT);
        failures +=
            block.count(Count.FAILURES, Arm.CURRENT)
                + block.count(Count.PROBE_FAILURES, Arm.CURRENT);
      }
    }
    boolean longEnough = first >= timeline.epochs().getLast().from();
    return longEnough && failures <= policy.errors().slo() * calls;
  }

  private Verdict shadow() {
    return findings
        .first(Test.P, Test.D)
        .filter(test -> action(test) != Policy.Action.OBSERVE)
        .<Verdict>map(test -> new Verdict.RollBack(reasons.of(test)))
        .orElse(GO_ON);
  }

  private Verdict baking() {
    if (findings.tests().get(Test.E1).fires()) {
      return new Verdict.RollBack(reasons.baking());
    }
    boolean wrong = findings.tests().get(Test.Q).fires();
    if (wrong && policy.feedback().action() == Policy.Action.ROLLBACK) {
      return new Verdict.RollBack(reasons.of(Test.Q));
    }
    boolean over = timeline.evalMillis() >= policy.bake().duration().toMillis();
    return over ? new Verdict.Complete() : GO_ON;
  }
}
