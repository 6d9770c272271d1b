package dev.serin.serving.trial;

import static dev.serin.serving.TestRooms.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Standing;
import dev.serin.serving.Arms;
import dev.serin.serving.Call;
import dev.serin.serving.Predicting;
import dev.serin.serving.Prediction;
import dev.serin.serving.TestRooms;
import dev.serin.serving.Told;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitTest {
  private static final Trial.Split STICKY = new Trial.Split(1, Optional.of("X-User-Id"), 0.6);

  @TempDir private Path folder;
  private Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage(folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void canary(UnaryOperator<List<Tensor>> behaviour) {
    stage.rooms().format().behave(Stage.CANARY, behaviour);
  }

  private void current(UnaryOperator<List<Tensor>> behaviour) {
    stage.rooms().format().behave(Stage.CURRENT, behaviour);
  }

  @Test
  void bothArmsAnswerAndEachCallIsCountedOnce() {
    stage.split(Stage.HALF);
    int canary = 0;
    for (int i = 0; i < 400; i++) {
      Prediction prediction = stage.ask(1);
      boolean second = prediction.version() == 2;
      assertThat(prediction.arm()).isEqualTo(second ? "canary" : "current");
      assertThat(prediction.outputs().getFirst().doubles()).containsExactly(second ? 3 : 2);
      canary += second ? 1 : 0;
    }

    assertThat(canary).isBetween(150, 250); // five standard deviations
    assertThat(stage.count(Count.ASSIGNED, Arm.CANARY)).isEqualTo(canary);
    assertThat(stage.count(Count.CALLS, Arm.CANARY)).isEqualTo(canary);
    assertThat(stage.count(Count.ASSIGNED, Arm.CURRENT)).isEqualTo(400 - canary);
    assertThat(stage.count(Count.CALLS, Arm.CURRENT)).isEqualTo(400 - canary);
    assertThat(stage.count(Count.FAILURES, Arm.CURRENT)).isZero();
    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isZero();
  }

  @Test
  void observersHearOfTheRequestAndThePartOfTheTrial() {
    stage.split(Stage.ALL);
    stage.ask(1);

    assertThat(stage.rooms().seen().told())
        .containsExactly(
            new Told("q-0", Optional.of(new Told.Part("r-1", 2, Arm.CANARY, Told.Kind.LIVE, 1))));
  }

  @Test
  void aVersionThatWasAskedForIsOutsideOfTheTrial() {
    stage.split(Stage.ALL);
    for (String version : List.of("1", "2")) {
      try (Call call =
          stage.rooms().gateway().call(IRIS, Optional.of(version), -1, TestRooms.soon())) {
        List<Tensor> one = List.of(Tensor.ofDoubles("x", new double[] {1}, 1, 1));
        assertThat(call.predict(one, Set.of()).version()).hasToString(version);
      }
    }

    assertThat(stage.tally().count(Count.ASSIGNED, Arm.CURRENT)).isZero();
    assertThat(stage.tally().count(Count.ASSIGNED, Arm.CANARY)).isZero();
  }

  @Test
  void scenario3ACanaryThatFailsEveryCallIsInvisibleAndBrakedAfterSeven() {
    stage.split(Stage.ALL);
    canary(Stage::fail);
    for (int i = 0; i < 20; i++) {
      Prediction prediction = stage.ask(1);
      assertThat(prediction.version()).isEqualTo(1);
      assertThat(prediction.arm()).isEqualTo("current");
      assertThat(prediction.failover()).isEqualTo(i < 7);
    }
    stage.rooms().keeper().tick();

    assertThat(stage.count(Count.ASSIGNED, Arm.CANARY)).isEqualTo(7);
    assertThat(stage.count(Count.CALLS, Arm.CANARY)).isEqualTo(7);
    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isEqualTo(7);
    assertThat(stage.count(Count.FAILOVERS, Arm.CANARY)).isEqualTo(7);
    assertThat(stage.count(Count.CALLS, Arm.CURRENT)).isZero();
    assertThat(stage.standing().braked()).isTrue();
    assertThat(stage.rooms().seen().told()).allSatisfy(told -> assertThat(told.part()).isEmpty());
  }

  @Test
  void aNewerEpochReleasesTheBrake() {
    stage.split(Stage.ALL);
    canary(Stage::fail);
    for (int i = 0; i < 8; i++) {
      stage.ask(1);
    }
    stage.rooms().format().behave(Stage.CANARY);
    stage.want(Trial.Stage.SPLIT, Stage.ALL);

    assertThat(stage.ask(1).version()).isEqualTo(2);
    assertThat(stage.standing().braked()).isFalse();
  }

  @Test
  void errorsOfTheMachineAreFailuresToo() {
    stage.split(Stage.ALL);
    canary(
        _ -> {
          throw new OutOfMemoryError("too large");
        });
    assertThat(stage.ask(1).failover()).isTrue();
    canary(
        _ -> {
          throw new StackOverflowError();
        });
    assertThat(stage.ask(1).failover()).isTrue();

    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isEqualTo(2);
  }

  @Test
  void scenario11AnswersThatBreakTheSignatureAreFailures() {
    stage.split(Stage.ALL);
    List<UnaryOperator<List<Tensor>>> broken =
        List.of(
            _ -> List.of(Tensor.ofDoubles("predict", new double[] {Double.NaN}, 1)),
            _ -> List.of(Tensor.ofDoubles("predict", new double[] {1, 2}, 2)),
            _ -> List.of(Tensor.ofDoubles("predict", new double[] {1}, 1, 1)),
            _ -> List.of(Tensor.ofLongs("predict", new long[] {1}, 1)),
            _ -> List.of(Tensor.ofDoubles("other", new double[] {1}, 1)),
            _ -> List.of());
    for (UnaryOperator<List<Tensor>> behaviour : broken) {
      canary(behaviour);
      Prediction prediction = stage.ask(1);
      assertThat(prediction.failover()).isTrue();
      assertThat(prediction.outputs().getFirst().doubles()).containsExactly(2);
    }

    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isEqualTo(broken.size());
  }

  @Test
  void whatIsNotFiniteIsNoFailureWhereThePolicyAllowsIt() {
    stage.split(Stage.ALL);
    stage.want(Trial.Stage.SPLIT, Stage.ALL, Optional.empty(), true);
    canary(_ -> List.of(Tensor.ofDoubles("predict", new double[] {Double.NaN}, 1)));

    assertThat(stage.ask(1).version()).isEqualTo(2);
    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isZero();
  }

  @Test
  void anInputThatIsNoNumberMayHaveAnAnswerThatIsNone() {
    stage.split(Stage.ALL);
    stage.ask(Double.NaN); // both multiply it

    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isZero();
    assertThat(stage.count(Count.INPUT_FAULTS, Arm.CANARY)).isEqualTo(1);
  }

  @Test
  void scenario14BadRequestsCountNothing() {
    stage.split(Stage.HALF);
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(
              () ->
                  stage.ask(
                      List.of(Tensor.ofTexts("x", new String[] {"no image"}, 1, 1)),
                      Optional.empty(),
                      TestRooms.soon()))
          .isInstanceOf(Problem.Raised.class);
    }

    assertThat(stage.tally().blocks()).isEmpty();
  }

  @Test
  void scenario32APoisonousInputThatBothRejectIsNobodysFailure() {
    stage.split(Stage.HALF);
    canary(Stage::reject);
    current(Stage::reject);
    for (int i = 0; i < 1_000; i++) {
      assertThatThrownBy(() -> stage.ask(13)).hasMessageContaining("CATEGORY");
    }

    assertThat(stage.count(Count.CALLS, Arm.CANARY)).isZero();
    assertThat(stage.count(Count.CALLS, Arm.CURRENT)).isZero();
    assertThat(stage.count(Count.INPUT_FAULTS, Arm.CANARY))
        .isEqualTo(stage.count(Count.ASSIGNED, Arm.CANARY));
    assertThat(stage.count(Count.INPUT_FAULTS, Arm.CURRENT))
        .isEqualTo(stage.count(Count.ASSIGNED, Arm.CURRENT));
  }

  @Test
  void anInputThatOnlyTheCanaryRejectsIsItsFailure() {
    stage.split(Stage.ALL);
    canary(Stage::reject);

    assertThat(stage.ask(1).failover()).isTrue();
    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isEqualTo(1);
    assertThat(stage.count(Count.FAILOVERS, Arm.CANARY)).isEqualTo(1);
  }

  @Test
  void anInputThatOnlyTheChampionRejectsIsItsFailure() {
    stage.split(Stage.NONE);
    current(Stage::reject);

    assertThatThrownBy(() -> stage.ask(1)).hasMessageContaining("CATEGORY");
    assertThat(stage.count(Count.FAILURES, Arm.CURRENT)).isEqualTo(1);
    assertThat(stage.count(Count.CALLS, Arm.CURRENT)).isEqualTo(1);
    assertThat(stage.count(Count.CALLS, Arm.CANARY)).isZero();
  }

  @Test
  void aFailureOfTheChampionIsTheClientsAndCounted() {
    stage.split(Stage.NONE);
    current(Stage::fail);

    assertThatThrownBy(() -> stage.ask(1)).isInstanceOf(IllegalStateException.class);
    assertThat(stage.count(Count.FAILURES, Arm.CURRENT)).isEqualTo(1);
  }

  @Test
  void whereBothFailTheCallIsCountedToTheCanaryAlone() {
    stage.split(Stage.ALL);
    canary(Stage::fail);
    current(Stage::fail);

    assertThatThrownBy(() -> stage.ask(1)).isInstanceOf(IllegalStateException.class);
    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isEqualTo(1);
    assertThat(stage.count(Count.FAILOVERS, Arm.CANARY)).isZero();
    assertThat(stage.count(Count.CALLS, Arm.CURRENT)).isZero();
  }

  @Test
  void withoutFailoverTheClientGetsTheFailure() {
    stage.split(new Trial.Split(1, Optional.empty(), 0));
    canary(Stage::fail);

    assertThatThrownBy(() -> stage.ask(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theBudgetOfFailoverIsABurstAndAPartOfTheCalls() {
    stage.split(STICKY); // one key: neither more evidence nor a brake
    canary(Stage::fail);
    int answered = 0;
    for (int i = 0; i < 1_000; i++) {
      try {
        stage.ask(1, Optional.of("ada"), TestRooms.soon());
        answered++;
      } catch (IllegalStateException failure) {
        assertThat(i).isGreaterThan(100);
      }
    }

    assertThat(answered).isEqualTo(700); // 100 + 0.6 * 1000
  }

  @Test
  void scenario33OneBadKeyIsOneFailure() {
    stage.split(STICKY);
    canary(Stage::fail);
    for (int i = 0; i < 50; i++) {
      stage.ask(1, Optional.of("ada"), TestRooms.soon());
    }
    stage.ask(1, Optional.of("bob"), TestRooms.soon());
    stage.rooms().keeper().tick();

    assertThat(stage.count(Count.CALLS, Arm.CANARY)).isEqualTo(51);
    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isEqualTo(2);
    assertThat(stage.standing().braked()).isFalse();
    assertThat(stage.rooms().gateway().stickyHeader(IRIS)).contains("X-User-Id");
  }

  @Test
  void scenario23WithoutContactToTheRecordsOnlyTheChampionAnswers() {
    stage.split(Stage.ALL);
    stage.rooms().nanos().addAndGet(Duration.ofSeconds(11).toNanos());

    assertThat(stage.ask(1).version()).isEqualTo(1);
    assertThat(stage.count(Count.ASSIGNED, Arm.CURRENT)).isZero();
    stage.rooms().trials().touch();
    assertThat(stage.ask(1).version()).isEqualTo(2);
  }

  @Test
  void scenario31AHangingCanaryTakesNothingFromTheChampion() {
    CountDownLatch end = new CountDownLatch(1);
    stage.split(Stage.ALL);
    canary(
        inputs -> {
          awaited(end);
          return Stage.times(3, inputs);
        });
    try {
      for (int i = 0; i < 3; i++) { // more than the canary has threads
        Prediction prediction =
            stage.ask(1, Optional.empty(), Deadline.in(Duration.ofMillis(1_200)));
        assertThat(prediction.failover()).isTrue();
      }
      assertThat(stage.count(Count.TIMEOUTS, Arm.CANARY)).isEqualTo(3);
      assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isEqualTo(3);
      stage.want(Trial.Stage.SPLIT, Stage.NONE);
      assertThat(stage.ask(1).version()).isEqualTo(1);
      assertThat(stage.count(Count.FAILURES, Arm.CURRENT)).isZero();
    } finally {
      end.countDown();
    }
  }

  private static void awaited(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void latenciesAreRankedInTheChampionsDistribution() {
    current(inputs -> taking(1_000 + stage.rooms().nanos().get() % 7, 2, inputs));
    canary(inputs -> taking(1_050, 3, inputs));
    stage.split(Stage.HALF);
    current(inputs -> taking(100, 2, inputs)); // below all
    canary(inputs -> taking(5_000, 3, inputs)); // above all
    for (int i = 0; i < 200; i++) {
      stage.ask(1);
    }

    long canary = stage.count(Count.TIMED, Arm.CANARY);
    assertThat(canary).isEqualTo(stage.count(Count.CALLS, Arm.CANARY));
    assertThat(stage.count(Count.RANKS, Arm.CANARY)).isEqualTo(1_000_000 * canary);
    assertThat(stage.count(Count.ABOVE_P90, Arm.CANARY)).isEqualTo(canary);
    assertThat(stage.count(Count.ABOVE_P99, Arm.CANARY)).isEqualTo(canary);
    assertThat(stage.count(Count.TIMED, Arm.CURRENT)).isEqualTo(200 - canary);
    assertThat(stage.count(Count.RANKS, Arm.CURRENT)).isZero();
    assertThat(stage.count(Count.ABOVE_P90, Arm.CURRENT)).isZero();
  }

  @Test
  void theDistributionIsThatOfLiveCallsAsSoonAsThereAreTwoHundred() {
    current(inputs -> taking(1_000, 2, inputs));
    stage.split(Stage.NONE);
    current(inputs -> taking(9_000, 2, inputs));
    for (int i = 0; i < 199; i++) {
      stage.ask(1);
    }
    stage.rooms().keeper().tick();
    stage.want(Trial.Stage.SPLIT, Stage.HALF);
    while (stage.count(Count.TIMED, Arm.CURRENT) < 1) {
      stage.ask(1);
    }
    assertThat(stage.count(Count.RANKS, Arm.CURRENT)).isEqualTo(1_000_000); // of the warm-up's

    stage.rooms().keeper().tick();
    while (stage.count(Count.TIMED, Arm.CURRENT) < 2) {
      stage.ask(1);
    }
    assertThat(stage.count(Count.RANKS, Arm.CURRENT)).isEqualTo(1_500_000); // all are equal
  }

  @Test
  void ofTheLargerArmAsManyAreRankedAsTheSmallerHas() {
    stage.split(new Trial.Split(0.2, Optional.empty(), 0.6));
    for (int i = 0; i < 2_000; i++) {
      stage.ask(1);
    }

    assertThat(stage.count(Count.TIMED, Arm.CANARY))
        .isEqualTo(stage.count(Count.CALLS, Arm.CANARY))
        .isBetween(310L, 490L);
    assertThat(stage.count(Count.TIMED, Arm.CURRENT)).isBetween(310L, 490L);
  }

  private List<Tensor> taking(long nanos, double factor, List<Tensor> inputs) {
    stage.rooms().nanos().addAndGet(nanos);
    return Stage.times(factor, inputs);
  }

  @Test
  void whenTheTrialEndsTheChampionAnswersAtOnce() {
    stage.split(Stage.ALL);
    assertThat(stage.ask(1).version()).isEqualTo(2);
    stage.rooms().endTrial(IRIS);

    assertThat(stage.ask(1).version()).isEqualTo(1);
  }

  @Test
  void whileBakingTheChampionsCallsAreTheCanarys() {
    stage.split(Stage.ALL);
    stage.rooms().registry().alias(TestRooms.TESTER, IRIS, "champion", 2);
    stage.want(Trial.Stage.BAKING, Stage.ALL);
    Prediction prediction = stage.ask(1);

    assertThat(prediction.version()).isEqualTo(2);
    assertThat(prediction.arm()).isEqualTo("current");
    assertThat(stage.count(Count.CALLS, Arm.CANARY)).isEqualTo(1);
    assertThat(stage.rooms().reconciler().answers(IRIS, 1)).isTrue();

    canary(Stage::fail);
    assertThatThrownBy(() -> stage.ask(1)).isInstanceOf(IllegalStateException.class);
    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isEqualTo(1);

    canary(Stage::reject);
    assertThatThrownBy(() -> stage.ask(1)).hasMessageContaining("CATEGORY");
    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isEqualTo(2);

    current(Stage::reject);
    assertThatThrownBy(() -> stage.ask(1)).hasMessageContaining("CATEGORY");
    assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isEqualTo(2);
    assertThat(stage.count(Count.INPUT_FAULTS, Arm.CANARY)).isEqualTo(1);
  }

  @Test
  void aCanaryThatTakesOtherInputsFailsTheOldOnes(@TempDir Path other) {
    try (Stage wide = new Stage("3 wide", other)) {
      wide.split(Stage.ALL);
      assertThat(wide.standing())
          .extracting(Standing::arrival, Standing::text)
          .containsExactly(Standing.Arrival.WARM, "");

      assertThat(wide.ask(1).failover()).isTrue();
      assertThat(wide.count(Count.FAILURES, Arm.CANARY)).isEqualTo(1);
      wide.want(
          Trial.Stage.SPLIT,
          Stage.NONE,
          Optional.of(new Trial.Probing(2, 2, List.of(Trial.Source.GENERATED))),
          false);
      wide.rooms().nanos().addAndGet(Duration.ofSeconds(2).toNanos());
      wide.rooms().keeper().tick();
      assertThat(wide.count(Count.PROBE_FAILURES, Arm.CANARY)).isPositive();
      assertThat(wide.count(Count.PROBE_FAILURES, Arm.CURRENT)).isZero();
    }
  }

  @Test
  void unknownLabelsAreFaults() {
    Signature signature =
        new Signature(
            Signature.Kind.TABULAR,
            List.of(new TensorSpec("x", DataType.FP64, List.of(-1L, 1L))),
            List.of(new TensorSpec("predict", DataType.INT64, List.of(-1L))),
            List.of(),
            List.of("0", "1"),
            List.of("predict"));
    OutputCheck check = new OutputCheck(signature, false);

    assertThat(outcome(check, 1)).isEqualTo(Attempt.Outcome.OK);
    assertThat(outcome(check, 2)).isEqualTo(Attempt.Outcome.FAILURE);
  }

  private static Attempt.Outcome outcome(OutputCheck check, long label) {
    Tensor output =
        new Tensor("predict", DataType.INT64, new long[] {1}, new Values.Longs(new long[] {label}));
    return check
        .judge(
            new Arms.Question(
                List.of(Tensor.ofDoubles("x", new double[] {1}, 1, 1)), Set.of("predict")),
            new Predicting.Computed(List.of(output), 1))
        .outcome();
  }
}
