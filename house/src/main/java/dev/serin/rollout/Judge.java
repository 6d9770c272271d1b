package dev.serin.rollout;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Findings.Effects;
import dev.serin.rollout.Findings.Finding;
import dev.serin.rollout.Findings.Gate;
import dev.serin.rollout.Findings.Test;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  /** Epochs in which the candidate answers beside the champion. */
  static final Set<Epoch.Kind> LIVE = EnumSet.of(Epoch.Kind.EVALUATING, Epoch.Kind.STANDING);

  private final Policy policy;
  private final Timeline timeline;
  private final Tally tally;

  private Judge(Policy policy, Timeline timeline, Tally tally) {
    this.policy = policy;
    this.timeline = timeline;
    this.tally = tally;
  }

  /** What the evidence says now. */
  public static Findings findings(Policy policy, Timeline timeline, Tally tally) {
    return new Judge(policy, timeline, tally).findings();
  }

  /** What follows from findings that were made of the same counts. */
  public static Verdict verdict(
      Policy policy, RolloutState state, Timeline timeline, Findings findings, Tally tally) {
    Judge judge = new Judge(policy, timeline, tally);
    return new Ruling(policy, timeline, findings, judge).on(state);
  }

  private Findings findings() {
    Stretches all = since(0);
    Stretches recent = timeline.gateFrom() > all.base() ? since(timeline.gateFrom()) : all;
    ShareTest sharing = new ShareTest(policy);
    Finding shares = sharing.of(recent);
    Stretches shared = sharing.firedBefore(recent, all) ? recent : all;
    boolean muted = shares.fires();
    ErrorTests errors = new ErrorTests(policy.errors(), all);
    ErrorTests lately = new ErrorTests(policy.errors(), recent);
    LatencyTests latency = latency(shared);
    AnswerTests answers = answers();
    Map<Test, Finding> tests = new EnumMap<>(Test.class);
    Finding relative = new ErrorTests(policy.errors(), shared).relative(muted);
    tests.put(Test.E1, baking() ? bake() : errors.absolute(relative, muted));
    tests.put(Test.E2, relative);
    tests.put(Test.L, latency.live(muted));
    tests.put(Test.P, LatencyTests.paired(policy.latency(), slowerPairs()));
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

  private static Effects effects(ErrorTests errors, LatencyTests latency, AnswerTests answers) {
    return new Effects(
        answers.stability(), answers.jensenShannon(), latency.ratio(), errors.excess());
  }

  /** Live blocks from this one on. */
  Stretches since(int block) {
    return Stretches.of(timeline, tally, LIVE, block);
  }

  /** The pairs, also those of the shadow stage, in which the canary was slower. */
  Rate slowerPairs() {
    return new Rate(tally.count(Count.PAIRS, Arm.CANARY), tally.count(Count.PAIRS, Arm.CURRENT));
  }

  /** The blocks after the promotion. */
  Stretches bakes() {
    return Stretches.of(timeline, tally, EnumSet.of(Epoch.Kind.BAKING), 0);
  }

  private Finding bake() {
    return new ErrorTests(policy.errors(), bakes()).baking(policy.bake().alpha());
  }

  /** Whether the candidate is the champion already. */
  private boolean baking() {
    return last(Epoch.Kind.BAKING);
  }

  private boolean last(Epoch.Kind kind) {
    return !timeline.epochs().isEmpty() && timeline.epochs().getLast().kind() == kind;
  }

  /** The latencies of the blocks of these stretches. */
  LatencyTests latency(Stretches stretches) {
    List<Epoch> epochs = timeline.epochs().stream().filter(e -> LIVE.contains(e.kind())).toList();
    return new LatencyTests(policy.latency(), stretches, timeline.epochs(), sheets(epochs));
  }

  /** The predictions after the last hold; before the first request those of the shadow stage. */
  AnswerTests answers() {
    List<Epoch> epochs = timeline.epochs().stream().filter(e -> meant(e)).toList();
    return AnswerTests.of(sheets(epochs), epochs);
  }

  private boolean meant(Epoch epoch) {
    return last(Epoch.Kind.BEFORE)
        ? epoch.kind() == Epoch.Kind.BEFORE
        : LIVE.contains(epoch.kind()) && (epoch.from() >= timeline.gateFrom() || newest(epoch));
  }

  private boolean newest(Epoch epoch) {
    return epoch.number() == timeline.epochs().getLast().number();
  }

  private List<Sheet> sheets(List<Epoch> epochs) {
    Set<Integer> numbers =
        epochs.stream().map(Epoch::number).collect(java.util.stream.Collectors.toSet());
    return tally.sheets().stream().filter(s -> numbers.contains(s.epoch())).toList();
  }

  /** Everything that was counted. */
  Tally tally() {
    return tally;
  }
}
