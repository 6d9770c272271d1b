package dev.serin.rollout;

import dev.serin.meter.evalue.Grid;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Findings.Effects;
import dev.serin.rollout.Findings.Finding;
import dev.serin.rollout.Findings.Gate;
import dev.serin.rollout.Findings.Test;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Says what the counts of a trial prove and what follows from it. Everything is a function of its
 * arguments alone, so that each decision can be taken again later, bit for bit.
 */
public final class Judge {
  static final Set<Epoch.Kind> LIVE = Set.of(Epoch.Kind.EVALUATING, Epoch.Kind.STANDING);
  private static final double[] GOOD = {0.001, 0.005, 0.01, 0.02, 0.03};

  private Judge() {}

  /** What the evidence says now. */
  public static Findings findings(Policy policy, Timeline timeline, Tally tally) {
    Stretches since = Stretches.of(timeline, tally, LIVE, timeline.gateFrom());
    Map<Test, Finding> tests = new EnumMap<>(Test.class);
    for (Test test : Test.values()) {
      tests.put(test, new Finding(0, 0, false));
    }
    long calls = since.total(Count.CALLS, Arm.CANARY) + since.total(Count.PROBED, Arm.CANARY);
    long failures =
        since.total(Count.FAILURES, Arm.CANARY) + since.total(Count.PROBE_FAILURES, Arm.CANARY);
    double line = -StrictMath.log(StrictMath.scalb(policy.gate().beta(), -timeline.holds()));
    Grid good = Grid.of(policy.errors().slo(), GOOD);
    double log = good.logE(failures, calls);
    tests.put(Test.G, new Finding(log, line, log >= line));
    return new Findings(
        tests,
        new Gate(log >= line, good.needed(failures, line), calls),
        new Effects(0, 0, 1, 0));
  }

  /** What follows from findings that were made of the same counts. */
  public static Verdict verdict(
      Policy policy, RolloutState state, Timeline timeline, Findings findings, Tally tally) {
    boolean over = timeline.evalMillis() >= policy.window().toMillis();
    if (state instanceof RolloutState.Canary && over && findings.gate().open()) {
      return new Verdict.Promote(new Reason("PROMOTED", tally.blocks().size() + " seconds"));
    }
    return new Verdict.GoOn();
  }
}
