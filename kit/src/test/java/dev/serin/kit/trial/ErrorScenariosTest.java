package dev.serin.kit.trial;

import static dev.serin.kit.trial.Runs.courses;
import static dev.serin.kit.trial.Runs.endedBy;
import static dev.serin.kit.trial.Runs.part;
import static dev.serin.kit.trial.Runs.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.rollout.Policy;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Verdict;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The acceptance scenarios about errors, by number; each over seeded runs. */
class ErrorScenariosTest {
  private static final int RUNS = 200;
  private static final double ENOUGH = 0.95;

  private static Calls calls(long seed, double perSecond, double current, double canary) {
    return Calls.of(seed, perSecond, Behaviour.failing(current), Behaviour.failing(canary));
  }

  @Test
  void scenario02_aHealthyCanaryIsPromotedWhenItsWindowEnds() {
    List<Course> runs = courses(RUNS, seed -> calls(seed, 10, 0.01, 0.01), 183);

    assertThat(part(runs, run -> promotedBetween(run, 180, 182))).isGreaterThanOrEqualTo(ENOUGH);
    assertThat(part(runs, ErrorScenariosTest::sharedEvenly)).isGreaterThanOrEqualTo(ENOUGH);
  }

  private static boolean promotedBetween(Course run, int from, int to) {
    return run.first(Verdict.Promote.class).filter(at -> at >= from && at <= to).isPresent();
  }

  private static boolean sharedEvenly(Course run) {
    double canary = run.calls(Arm.CANARY);
    return Math.abs(canary / (canary + run.calls(Arm.CURRENT)) - 0.5) <= 0.05;
  }

  @Test
  void scenario02_aPromotedCanaryIsCompletedAfterTenQuietMinutes() {
    Course run = new Course(Policy.DEFAULT, calls(1, 10, 0.01, 0.01)).until(1000);

    assertThat(run.state()).isEqualTo(new RolloutState.Completed());
    assertThat(run.seconds()).isEqualTo(780);
  }

  @ParameterizedTest
  @CsvSource({"50, 3", "10, 5"})
  void scenario03_aCanaryThatFailsEveryCallIsGoneWithinSeconds(double perSecond, int limit) {
    List<Course> runs = courses(RUNS, seed -> calls(seed, perSecond, 0.01, 1), 30);

    assertThat(part(runs, run -> endedBy(run, limit, "ERROR_"))).isGreaterThanOrEqualTo(ENOUGH);
  }

  @ParameterizedTest
  @CsvSource({"50, 30", "10, 130"})
  void scenario04_sixPercentInsteadOfOneIsFound(double perSecond, int limit) {
    List<Course> runs = courses(RUNS, seed -> calls(seed, perSecond, 0.01, 0.06), limit);

    assertThat(part(runs, run -> endedBy(run, limit, "ERROR_"))).isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  void scenario05_threePercentInsteadOfOneIsFoundThoughFiveAreAllowed() {
    List<Course> runs = courses(RUNS, seed -> calls(seed, 50, 0.01, 0.03), 100);

    assertThat(part(runs, run -> endedBy(run, 100, "ERROR_RELATIVE")))
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  void scenario06_anIdenticalCanaryIsRolledBackInFewerThanTwoOfAHundredRuns() {
    List<Course> runs =
        courses(1000, seed -> calls(seed, seed % 2 == 0 ? 10 : 50, 0.03, 0.03), 181);

    assertThat(part(runs, run -> run.state() instanceof RolloutState.RolledBack)).isLessThan(0.02);
  }

  @Test
  void scenario13_withoutTrafficProbesProveTheCanaryWithinItsWindow() {
    Course run = new Course(Policy.DEFAULT, calls(1, 0, 0, 0)).decided(1000);

    assertThat(run.state()).isEqualTo(new RolloutState.Baking());
    assertThat(run.seconds()).isEqualTo(180);
    assertThat(run.calls(Arm.CANARY)).isZero();
  }

  @Test
  void scenario13_withoutTrafficAndProbesTheCanaryIsHeldAndNeverPromoted() {
    Course run = new Course(policy().probes(false).made(), calls(1, 0, 0, 0)).until(2000);

    assertThat(run.first(Verdict.Hold.class)).hasValue(900);
    assertThat(run.why()).isEqualTo("INSUFFICIENT_EVIDENCE");
    assertThat(run.first(Verdict.Promote.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1})
  void scenario15_anOutageOfBothArmsStopsTheClockAndRollsNothingBack(double outage) {
    IntToDoubleFunction failing = second -> second >= 67 && second < 97 ? outage : 0.01;
    Behaviour both = Behaviour.failing(failing);
    List<Course> runs = courses(RUNS, seed -> Calls.of(seed, 50, both, both), 300);

    assertThat(part(runs, run -> run.state() instanceof RolloutState.RolledBack))
        .isLessThanOrEqualTo(0.02);
    assertThat(part(runs, ErrorScenariosTest::heldAndCleared)).isGreaterThanOrEqualTo(ENOUGH);
  }

  /** Held in the outage, cleared half a minute after it, promoted later by just that time. */
  private static boolean heldAndCleared(Course run) {
    int held = run.first(Verdict.Hold.class).orElse(0);
    int cleared = run.first(Verdict.Clear.class).orElse(0);
    int promoted = run.first(Verdict.Promote.class).orElse(0);
    return held > 67
        && held <= 75
        && cleared >= 120
        && cleared <= 128
        && promoted == 180 + cleared - held;
  }

  @Test
  void scenario16_aCanaryThatIsWorseWithinASharedFaultIsRolledBack() {
    List<Course> runs = courses(RUNS, seed -> calls(seed, 50, 0.3, 0.6), 60);

    assertThat(part(runs, run -> endedBy(run, 60, "ERROR_RELATIVE")))
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  @ParameterizedTest
  @CsvSource({"0.45, 75", "0, 3"})
  void scenario17_aRouterThatSharesWronglyHoldsTheCanary(double share, int limit) {
    Behaviour both = Behaviour.failing(0.01);
    List<Course> runs = courses(RUNS, seed -> Calls.misrouted(seed, 50, both, share), 200);

    assertThat(
            part(
                runs,
                run ->
                    run.why().equals("SRM")
                        && run.first(Verdict.Hold.class).orElseThrow() <= limit
                        && run.first(Verdict.Promote.class).isEmpty()))
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  void scenario17_theReasonSaysWhatWasCounted() {
    Behaviour both = Behaviour.failing(0);
    Course run = new Course(Policy.DEFAULT, Calls.misrouted(1, 50, both, 0)).until(3);

    assertThat(run.state().why().orElseThrow().text())
        .matches("canary got 0 of \\d+ requests \\(0\\.0 %\\), wanted 50\\.0 %");
  }

  @Test
  void scenario25_aPauseStopsTheClockAndANewWeightMakesNoFalseEvidence() {
    List<Course> runs =
        Runs.of(
            RUNS,
            seed -> {
              Course run = new Course(Policy.DEFAULT, calls(seed, 20, 0.03, 0.03)).until(60);
              run.pause().until(360).weight(0.1).until(660);
              assertThat(run.evalMillis()).isEqualTo(60_000);
              return run.resume().decided(1500);
            });

    assertThat(part(runs, run -> run.state() instanceof RolloutState.RolledBack))
        .isLessThanOrEqualTo(0.02);
    assertThat(part(runs, run -> promotedBetween(run, 780, 781))).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void scenario29_aFaultInTheBakeIsFoundWithinSeconds() {
    Behaviour late = Behaviour.failing(second -> second < 360 ? 0.01 : 0.3);
    List<Course> runs = courses(40, seed -> Calls.of(seed, 50, late, late), 370, true);

    assertThat(part(runs, run -> endedBy(run, 365, "BAKE_ERRORS") && run.seconds() > 360))
        .isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void scenario30_aFaultThatBeginsLateIsFoundWithinSeconds() {
    Behaviour late = Behaviour.failing(second -> second < 120 ? 0.01 : 0.2);
    List<Course> runs =
        courses(RUNS, seed -> Calls.of(seed, 50, Behaviour.failing(0.01), late), 130);

    assertThat(part(runs, run -> endedBy(run, 128, "ERROR_") && run.seconds() > 120))
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  void scenario32_aPoisonInputThatBothArmsRejectIsNoEvidence() {
    Traffic clean = calls(1, 10, 0, 0);
    Traffic poisoned =
        (second, weight, tape) -> {
          clean.second(second, weight, tape);
          for (int i = 0; i < 6; i++) {
            tape.add(Count.ASSIGNED, i % 2 == 0 ? Arm.CANARY : Arm.CURRENT, 1);
            tape.add(Count.INPUT_FAULTS, i % 2 == 0 ? Arm.CANARY : Arm.CURRENT, 1);
          }
        };
    Course run = new Course(Policy.DEFAULT, poisoned).decided(200);

    assertThat(run.state()).isEqualTo(new RolloutState.Baking());
    assertThat(run.events()).hasSize(1);
    assertThat(run.tally().count(Count.INPUT_FAULTS, Arm.CANARY)).isGreaterThan(500);
  }

  @Test
  void scenario33_badKeysThatStayWithTheirArmRollNothingBack() {
    List<Course> runs = sticky(seed -> new KeyedCalls(seed, 50, 0.02, 0));

    assertThat(part(runs, run -> run.state() instanceof RolloutState.RolledBack))
        .isLessThanOrEqualTo(0.02);
    assertThat(part(runs, run -> run.state() instanceof RolloutState.Baking))
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  void scenario33_oneBadHeavyKeyRollsNothingBack() {
    List<Course> runs = sticky(seed -> new KeyedCalls(seed, 50, 0, 1));

    assertThat(runs).allMatch(run -> run.state() instanceof RolloutState.Baking);
  }

  private static List<Course> sticky(LongFunction<Traffic> traffic) {
    Policy policy = policy().sticky("X-User-Id").made();
    return Runs.of(RUNS, seed -> new Course(policy, traffic.apply(seed)).decided(200));
  }
}
