package dev.serin.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Report;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Findings.Test;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

class JudgeTest {
  private static final Policy DEFAULT = Policy.DEFAULT;
  private static final RolloutState CANARY = new RolloutState.Canary();
  private static final int WINDOW = 180_000;

  private static Timeline evaluating(long evalMillis) {
    return new Timeline(List.of(new Epoch(1, Epoch.Kind.EVALUATING, 0.5, 0)), 0, 0, evalMillis);
  }

  /** So many seconds of 20 calls, half of them of each arm, of which so many fail. */
  private static Tally tally(int seconds, int canaryFailures, int currentFailures) {
    List<Block> blocks = new ArrayList<>();
    for (int t = 0; t < seconds; t++) {
      blocks.add(second(canaryFailures, currentFailures).block(1, t));
    }
    return new Tally(blocks, List.of());
  }

  private static Counts second(int canaryFailures, int currentFailures) {
    return new Counts()
        .add(Count.ASSIGNED, Arm.CANARY, 10)
        .add(Count.ASSIGNED, Arm.CURRENT, 10)
        .add(Count.CALLS, Arm.CANARY, 10)
        .add(Count.CALLS, Arm.CURRENT, 10)
        .add(Count.FAILURES, Arm.CANARY, canaryFailures)
        .add(Count.FAILURES, Arm.CURRENT, currentFailures);
  }

  private static Verdict verdict(
      Policy policy, RolloutState state, Timeline timeline, Tally tally) {
    Findings findings = Judge.findings(policy, timeline, tally);
    return Judge.verdict(policy, state, timeline, findings, tally);
  }

  private static Policy errors(Policy.Mode mode, Policy.Action action) {
    Policy.Errors old = DEFAULT.errors();
    return Policies.with(
        new Policy.Errors(
            mode,
            old.slo(),
            old.alphaAbs(),
            old.alphaRel(),
            old.attribution(),
            old.minEffect(),
            old.ratio0(),
            old.nonFinite(),
            action));
  }

  @org.junit.jupiter.api.Test
  void withoutCountsNothingFollows() {
    assertThat(verdict(DEFAULT, CANARY, evaluating(0), Tally.EMPTY)).isEqualTo(new Verdict.GoOn());
    assertThat(Judge.findings(DEFAULT, evaluating(0), Tally.EMPTY).gate())
        .isEqualTo(new Findings.Gate(false, 73, 0));
  }

  @org.junit.jupiter.api.Test
  void withoutEpochsNothingFollows() {
    Timeline none = new Timeline(List.of(), 0, 0, 0);

    assertThat(verdict(DEFAULT, CANARY, none, Tally.EMPTY)).isEqualTo(new Verdict.GoOn());
  }

  @org.junit.jupiter.api.Test
  void theReasonOfARollBackSaysWhatFailed() {
    Verdict verdict = verdict(DEFAULT, CANARY, evaluating(3000), tally(3, 10, 0));

    assertThat(verdict)
        .isEqualTo(
            new Verdict.RollBack(
                new Reason(
                    "ERROR_ABSOLUTE",
                    "canary failed 30 of 30 calls (100.0 %), current 0 of 30 (0.0 %);"
                        + " 5.0 % are allowed")));
  }

  @org.junit.jupiter.api.Test
  void aHealthyCanaryIsPromotedAfterTheWindowAndNotBefore() {
    Tally healthy = tally(180, 0, 0);

    assertThat(verdict(DEFAULT, CANARY, evaluating(WINDOW - 1), healthy))
        .isEqualTo(new Verdict.GoOn());
    assertThat(verdict(DEFAULT, CANARY, evaluating(WINDOW), healthy))
        .isInstanceOfSatisfying(
            Verdict.Promote.class,
            promote ->
                assertThat(promote.reason().text())
                    .startsWith("canary failed 0 of 1800 calls (0.0 %) and needed 73"));
  }

  @org.junit.jupiter.api.Test
  void aPauseDoesNotStopWhatRollsBackButStopsWhatHoldsAndPromotes() {
    RolloutState paused = new RolloutState.Paused(false);

    assertThat(verdict(DEFAULT, paused, evaluating(WINDOW), tally(5, 10, 0)))
        .isInstanceOf(Verdict.RollBack.class);
    assertThat(verdict(DEFAULT, paused, evaluating(WINDOW), tally(180, 0, 0)))
        .isEqualTo(new Verdict.GoOn());
    assertThat(verdict(DEFAULT, paused, evaluating(WINDOW), tally(20, 10, 10)))
        .isEqualTo(new Verdict.GoOn());
  }

  @org.junit.jupiter.api.Test
  void onlyASharedFaultClearsByItself() {
    List<Block> blocks = new ArrayList<>(tally(20, 8, 8).blocks());
    for (int t = 20; t < 60; t++) {
      blocks.add(second(0, 0).block(2, t));
    }
    Tally tally = new Tally(blocks, List.of());
    Timeline held =
        new Timeline(
            List.of(
                new Epoch(1, Epoch.Kind.EVALUATING, 0.5, 0),
                new Epoch(2, Epoch.Kind.STANDING, 0.5, 20)),
            0,
            0,
            20_000);

    assertThat(verdict(DEFAULT, held("SHARED_FAULT"), held, tally)).isEqualTo(new Verdict.Clear());
    assertThat(verdict(DEFAULT, held("SRM"), held, tally)).isEqualTo(new Verdict.GoOn());
    assertThat(verdict(DEFAULT, held("INSUFFICIENT_EVIDENCE"), held, tally))
        .isEqualTo(new Verdict.GoOn());
    assertThat(
            verdict(
                DEFAULT, held("SHARED_FAULT"), held, new Tally(blocks.subList(0, 45), List.of())))
        .isEqualTo(new Verdict.GoOn());
  }

  private static RolloutState held(String code) {
    return new RolloutState.Held(new Reason(code, "held"));
  }

  @org.junit.jupiter.api.Test
  void afterAHoldTheFaultIsForgottenAndTheGateNeedsMore() {
    List<Block> blocks = new ArrayList<>(tally(20, 8, 8).blocks());
    for (int t = 20; t < 100; t++) {
      blocks.add(second(0, 0).block(3, t));
    }
    Timeline cleared =
        new Timeline(
            List.of(
                new Epoch(1, Epoch.Kind.EVALUATING, 0.5, 0),
                new Epoch(2, Epoch.Kind.STANDING, 0.5, 20),
                new Epoch(3, Epoch.Kind.EVALUATING, 0.5, 50)),
            50,
            1,
            70_000);

    Findings findings = Judge.findings(DEFAULT, cleared, new Tally(blocks, List.of()));

    assertThat(findings.tests().get(Test.F).fires()).isFalse();
    assertThat(findings.gate()).isEqualTo(new Findings.Gate(true, 88, 500));
    assertThat(findings.tests().get(Test.G).threshold()).isEqualTo(StrictMath.log(40));
  }

  @org.junit.jupiter.api.Test
  void eachActionDoesWhatItSays() {
    Tally bad = tally(10, 10, 0);

    assertThat(
            verdict(
                errors(Policy.Mode.EVIDENCE, Policy.Action.HOLD), CANARY, evaluating(10_000), bad))
        .isInstanceOfSatisfying(
            Verdict.Hold.class,
            hold -> assertThat(hold.reason().code()).isEqualTo("ERROR_ABSOLUTE"));
    assertThat(
            verdict(
                errors(Policy.Mode.EVIDENCE, Policy.Action.OBSERVE),
                CANARY,
                evaluating(10_000),
                bad))
        .isEqualTo(new Verdict.GoOn());
  }

  @org.junit.jupiter.api.Test
  void theLiteralRuleOfTheSeedAsksForTwentyCallsAndNothingElse() {
    Policy literal = errors(Policy.Mode.SEED_LITERAL, Policy.Action.ROLLBACK);

    assertThat(verdict(literal, CANARY, evaluating(1000), tally(1, 1, 1)))
        .isEqualTo(new Verdict.GoOn());
    assertThat(verdict(literal, CANARY, evaluating(2000), tally(2, 1, 1)))
        .isInstanceOfSatisfying(
            Verdict.RollBack.class,
            gone -> assertThat(gone.reason().code()).isEqualTo("SEED_LITERAL"));
  }

  @org.junit.jupiter.api.Test
  void failuresOfProbesAreAStratumOfTheirOwn() {
    Timeline small =
        new Timeline(List.of(new Epoch(1, Epoch.Kind.EVALUATING, 0.05, 0)), 0, 0, 1000);
    Counts probes =
        new Counts()
            .add(Count.PROBED, Arm.CANARY, 40)
            .add(Count.PROBED, Arm.CURRENT, 40)
            .add(Count.PROBE_FAILURES, Arm.CANARY, 12)
            .add(Count.PROBE_FAILURES, Arm.CURRENT, 12);

    Findings findings =
        Judge.findings(DEFAULT, small, new Tally(List.of(probes.block(1, 0)), List.of()));

    assertThat(findings.tests().get(Test.E2).logE()).isNegative();
    assertThat(findings.gate().have()).isEqualTo(40);
  }

  @org.junit.jupiter.api.Test
  void stepsFollowTheClockAndPromotionTheLastStep() {
    Policy ramp =
        Policies.with(
            List.of(
                new Policy.Step(0.05, Duration.ofSeconds(60)),
                new Policy.Step(0.25, Duration.ofSeconds(60)),
                new Policy.Step(0.5, Duration.ofSeconds(180))));
    Counts calls = new Counts().add(Count.CALLS, Arm.CANARY, 1800);
    Tally healthy = new Tally(List.of(calls.block(1, 0)), List.of());

    assertThat(verdict(ramp, CANARY, weighing(0.05, 59_000), healthy))
        .isEqualTo(new Verdict.GoOn());
    assertThat(verdict(ramp, CANARY, weighing(0.05, 60_000), healthy))
        .isEqualTo(new Verdict.Step(0.25));
    assertThat(verdict(ramp, CANARY, weighing(0.25, 200_000), healthy))
        .isEqualTo(new Verdict.Step(0.5));
    assertThat(verdict(ramp, CANARY, weighing(0.3, 60_000), healthy))
        .as("a weight that a person chose stays")
        .isEqualTo(new Verdict.GoOn());
    assertThat(verdict(ramp, CANARY, weighing(0.5, 299_000), healthy))
        .isEqualTo(new Verdict.GoOn());
    assertThat(verdict(ramp, CANARY, weighing(0.5, 300_000), healthy))
        .isInstanceOf(Verdict.Promote.class);
  }

  private static Timeline weighing(double weight, long evalMillis) {
    return new Timeline(List.of(new Epoch(1, Epoch.Kind.EVALUATING, weight, 0)), 0, 0, evalMillis);
  }

  @org.junit.jupiter.api.Test
  void whatIsMissingAtTheEndOfTheWindowIsUpToThePolicy() {
    Tally few = tally(3, 0, 0);

    assertThat(verdict(insufficient(Policy.Insufficient.EXTEND), CANARY, evaluating(WINDOW), few))
        .isEqualTo(new Verdict.GoOn());
    assertThat(verdict(insufficient(Policy.Insufficient.EXTEND), CANARY, evaluating(900_000), few))
        .isInstanceOfSatisfying(
            Verdict.Hold.class,
            hold ->
                assertThat(hold.reason().text())
                    .isEqualTo(
                        "canary failed 0 of 30 calls (0.0 %) and needed 73 to prove less than"
                            + " 5.0 %; the proof is missing"));
    assertThat(verdict(insufficient(Policy.Insufficient.HOLD), CANARY, evaluating(WINDOW), few))
        .isInstanceOf(Verdict.Hold.class);
    assertThat(verdict(insufficient(Policy.Insufficient.ROLLBACK), CANARY, evaluating(WINDOW), few))
        .isInstanceOf(Verdict.RollBack.class);
    assertThat(verdict(insufficient(Policy.Insufficient.PROMOTE), CANARY, evaluating(WINDOW), few))
        .isInstanceOf(Verdict.Promote.class);
  }

  private static Policy insufficient(Policy.Insufficient what) {
    return Policies.with(new Policy.Gate(0.05, what));
  }

  @org.junit.jupiter.api.Test
  void anImprovementThatIsAskedForKeepsTheGateClosedUntilLabelsProveIt() {
    Policy strict = Policies.with(new Policy.Feedback(0.01, true, Policy.Action.ROLLBACK));
    Tally unlabelled = tally(180, 0, 0);
    List<Block> blocks = new ArrayList<>(unlabelled.blocks());
    blocks.add(
        new Counts()
            .add(Count.LABELLED, Arm.CANARY, 200)
            .add(Count.LABELLED, Arm.CURRENT, 200)
            .add(Count.WRONG, Arm.CANARY, 2)
            .add(Count.WRONG, Arm.CURRENT, 30)
            .block(1, 180));

    assertThat(verdict(strict, CANARY, evaluating(WINDOW), unlabelled))
        .isEqualTo(new Verdict.GoOn());
    assertThat(verdict(strict, CANARY, evaluating(WINDOW), new Tally(blocks, List.of())))
        .isInstanceOf(Verdict.Promote.class);
  }

  @org.junit.jupiter.api.Test
  void inTheShadowOnlyPairsAndPredictionsCount() {
    RolloutState shadow = new RolloutState.Shadow();
    Timeline before = new Timeline(List.of(new Epoch(1, Epoch.Kind.BEFORE, 1, 0)), 0, 0, 1000);
    Counts pairs = new Counts().add(Count.PAIRS, Arm.CURRENT, 60).add(Count.PAIRS, Arm.CANARY, 55);
    TreeMap<String, Sheet.Pair> classes = new TreeMap<>();
    classes.put("cat", new Sheet.Pair(90, 10));
    classes.put("dog", new Sheet.Pair(10, 90));
    Sheet shifted = new Sheet(1, classes, new TreeMap<>());

    assertThat(verdict(DEFAULT, shadow, before, tally(30, 10, 0))).isEqualTo(new Verdict.GoOn());
    assertThat(verdict(DEFAULT, shadow, before, new Tally(List.of(pairs.block(1, 0)), List.of())))
        .isEqualTo(
            new Verdict.RollBack(
                new Reason(
                    "PAIRED_LATENCY",
                    "canary was slower by more than 5.0 % on 55 of 60 inputs that both"
                        + " answered")));
    assertThat(verdict(DEFAULT, shadow, before, new Tally(List.of(), List.of(shifted))))
        .isInstanceOfSatisfying(
            Verdict.RollBack.class,
            gone ->
                assertThat(gone.reason().text())
                    .startsWith("predictions shifted: stability index 3.")
                    .endsWith("most of all cat 10.0 % of the canary's, 90.0 % of current's"));
  }

  @org.junit.jupiter.api.Test
  void theBakeLooksAtTheNewChampionAlone() {
    List<Epoch> epochs =
        List.of(
            new Epoch(1, Epoch.Kind.EVALUATING, 0.5, 0), new Epoch(2, Epoch.Kind.BAKING, 1, 180));
    List<Block> blocks = new ArrayList<>(tally(180, 0, 0).blocks());
    blocks.add(
        new Counts()
            .add(Count.CALLS, Arm.CANARY, 30)
            .add(Count.FAILURES, Arm.CANARY, 12)
            .block(2, 180));
    Timeline timeline = new Timeline(epochs, 0, 0, 600_000);

    assertThat(verdict(DEFAULT, new RolloutState.Baking(), timeline, tally(180, 0, 0)))
        .isEqualTo(new Verdict.Complete());
    assertThat(verdict(DEFAULT, new RolloutState.Baking(), timeline, new Tally(blocks, List.of())))
        .isEqualTo(
            new Verdict.RollBack(
                new Reason(
                    "BAKE_ERRORS",
                    "the new champion failed 12 of 30 calls (40.0 %); 5.0 % are allowed")));
  }

  @org.junit.jupiter.api.Test
  void whatIsTerminalStaysSo() {
    Tally bad = tally(30, 10, 0);

    assertThat(verdict(DEFAULT, new RolloutState.Completed(), evaluating(WINDOW), bad))
        .isEqualTo(new Verdict.GoOn());
    assertThat(
            verdict(
                DEFAULT,
                new RolloutState.RolledBack(new Reason("MANUAL", "so")),
                evaluating(WINDOW),
                bad))
        .isEqualTo(new Verdict.GoOn());
  }

  @org.junit.jupiter.api.Test
  void withStickyKeysSharesAreNotJudged() {
    List<Block> blocks =
        List.of(
            new Counts()
                .add(Count.ASSIGNED, Arm.CANARY, 900)
                .add(Count.ASSIGNED, Arm.CURRENT, 100)
                .block(1, 0));
    Tally tally = new Tally(blocks, List.of());

    assertThat(Judge.findings(DEFAULT, evaluating(0), tally).tests().get(Test.S).fires()).isTrue();
    assertThat(
            Judge.findings(Policies.sticky(Optional.of("X-User-Id")), evaluating(0), tally)
                .tests()
                .get(Test.S)
                .fires())
        .isFalse();
  }

  @org.junit.jupiter.api.Test
  void aWrongShareMutesWhatReliesOnTheShare() {
    List<Block> blocks =
        List.of(
            new Counts()
                .add(Count.ASSIGNED, Arm.CANARY, 900)
                .add(Count.ASSIGNED, Arm.CURRENT, 100)
                .add(Count.CALLS, Arm.CANARY, 900)
                .add(Count.CALLS, Arm.CURRENT, 100)
                .add(Count.FAILURES, Arm.CANARY, 36)
                .add(Count.FAILURES, Arm.CURRENT, 2)
                .block(1, 0));

    Findings findings = Judge.findings(DEFAULT, evaluating(0), new Tally(blocks, List.of()));

    assertThat(findings.tests().get(Test.E2).logE())
        .isGreaterThan(findings.tests().get(Test.E2).threshold());
    assertThat(findings.tests().get(Test.E2).fires()).isFalse();
    assertThat(verdict(DEFAULT, CANARY, evaluating(0), new Tally(blocks, List.of())))
        .isInstanceOfSatisfying(
            Verdict.Hold.class, hold -> assertThat(hold.reason().code()).isEqualTo("SRM"));
  }

  @org.junit.jupiter.api.Test
  void whatWasCountedWhileRequestsWereSharedWronglyIsNoEvidenceLater() {
    Counts wrong =
        new Counts()
            .add(Count.ASSIGNED, Arm.CANARY, 900)
            .add(Count.ASSIGNED, Arm.CURRENT, 100)
            .add(Count.FAILURES, Arm.CANARY, 36)
            .add(Count.FAILURES, Arm.CURRENT, 4);
    Tally tally = new Tally(List.of(wrong.block(1, 0), second(0, 0).block(2, 50)), List.of());
    List<Epoch> epochs =
        List.of(
            new Epoch(1, Epoch.Kind.EVALUATING, 0.5, 0),
            new Epoch(2, Epoch.Kind.EVALUATING, 0.5, 50));

    Findings findings = Judge.findings(DEFAULT, new Timeline(epochs, 50, 1, 50_000), tally);

    assertThat(findings.tests().get(Test.S).fires()).isFalse();
    assertThat(findings.tests().get(Test.E2).logE()).isZero();
  }

  @org.junit.jupiter.api.Test
  void reportsInAnyOrderAndTwiceMeanTheSameToTheLastBit() {
    Random random = new Random(4);
    List<Report> reports = new ArrayList<>();
    for (int replica = 0; replica < 3; replica++) {
      List<Block> blocks = new ArrayList<>();
      for (int t = 0; t < 60; t++) {
        blocks.add(second(random.nextInt(3), random.nextInt(2)).block(1, t));
        reports.add(new Report("r", "replica-" + replica, "boot", 1, blocks, Sheet.empty(1)));
      }
    }
    Findings once = Judge.findings(DEFAULT, evaluating(60_000), Tally.of(reports));

    reports.addAll(reports.subList(0, 90));
    Collections.shuffle(reports, random);

    assertThat(Judge.findings(DEFAULT, evaluating(60_000), Tally.of(reports))).isEqualTo(once);
  }

  @org.junit.jupiter.api.Test
  void otherLimitsThanFivePercentAreJudgedAsWell() {
    for (double limit : new double[] {0.0005, 0.01, 0.05, 0.2, 0.6, 0.97}) {
      assertThat(ErrorTests.tooMany(limit).logE(50, 50)).isPositive();
      assertThat(ErrorTests.tooMany(limit).logE(0, 50)).isNegative();
      assertThat(ErrorTests.fewEnough(limit).logE(0, 10_000)).isPositive();
      assertThat(ErrorTests.fewEnough(limit).logE(50, 50)).isNegative();
    }
  }
}
