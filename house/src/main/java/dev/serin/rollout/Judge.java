package dev.serin.rollout;

import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Findings.Effects;
import dev.serin.rollout.Findings.Finding;
import dev.serin.rollout.Findings.Gate;
import dev.serin.rollout.Findings.Test;
import java.util.EnumMap;
import java.util.Map;

/**
 * Says what the counts of a trial prove and what follows from it. Everything is a function of its
 * arguments alone, in one order of summation and with exactly defined arithmetic, so that each
 * decision can be taken again later, bit for bit.
 *
 * <p>Rollback tests (E1, E2, L, P, Q) look at everything since the candidate got its first request;
 * what only stops the clock (F, S, D) and the gate G look at what came after the last hold. Where
 * requests were shared wrongly before it, E2, L and Q do so too.
 */
public final class Judge {
  private Judge() {}

  /** What the evidence says now. */
  public static Findings findings(Policy policy, Timeline timeline, Tally tally) {
    return findings(new Counted(policy, timeline, tally));
  }

  /** How many calls of the canary open the gate when none of them fails, after so many holds. */
  public static long cleanCalls(Policy policy, int holds) {
    return ErrorTests.needed(policy.errors(), 0, ErrorTests.proof(policy.gate().beta(), holds));
  }

  /** What follows from findings that were made of the same counts. */
  public static Verdict verdict(
      Policy policy, RolloutState state, Timeline timeline, Findings findings, Tally tally) {
    return new Ruling(findings, new Counted(policy, timeline, tally)).on(state);
  }

  private static Findings findings(Counted counted) {
    Policy policy = counted.policy();
    Timeline timeline = counted.timeline();
    Stretches all = counted.since(0);
    Stretches recent = timeline.gateFrom() > all.base() ? counted.since(timeline.gateFrom()) : all;
    ShareTest sharing = new ShareTest(policy);
    Finding shares = sharing.of(recent);
    Stretches shared = sharing.firedBefore(recent, all) ? recent : all;
    boolean muted = shares.fires();
    ErrorTests errors = new ErrorTests(policy.errors(), all);
    ErrorTests lately = new ErrorTests(policy.errors(), recent);
    LatencyTests latency = counted.latency(shared);
    AnswerTests answers = counted.answers();
    Map<Test, Finding> tests = new EnumMap<>(Test.class);
    Finding relative = new ErrorTests(policy.errors(), shared).relative(muted);
    tests.put(Test.E1, counted.baking() ? bake(counted) : errors.absolute(relative, muted));
    tests.put(Test.E2, relative);
    tests.put(Test.L, latency.live(muted));
    tests.put(Test.P, LatencyTests.paired(policy.latency(), counted.slowerPairs()));
    tests.put(Test.Q, AnswerTests.wrong(policy.feedback(), shared, muted));
    tests.put(Test.D, answers.shift(policy.classes(), muted));
    tests.put(Test.S, shares);
    tests.put(Test.F, lately.shared(policy.sharedFault().level()));
    tests.put(Test.G, lately.proved(policy.gate().beta(), timeline.holds()));
    boolean improved =
        !policy.feedback().requireImprovement() || AnswerTests.better(policy.feedback(), shared);
    Gate gate = lately.gate(tests.get(Test.G), improved);
    return new Findings(tests, gate, effects(errors, latency, answers));
  }

  private static Finding bake(Counted counted) {
    Policy policy = counted.policy();
    return new ErrorTests(policy.errors(), counted.bakes()).baking(policy.bake().alpha());
  }

  private static Effects effects(ErrorTests errors, LatencyTests latency, AnswerTests answers) {
    return new Effects(
        answers.stability(), answers.jensenShannon(), latency.ratio(), errors.excess());
  }
}
