package dev.serin.serving.trial;

import static dev.serin.serving.TestRooms.IRIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Standing.Arrival;
import dev.serin.serving.LoadState;
import dev.serin.serving.TestRooms;
import dev.serin.tensor.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmingTest {
  private static final String WRONG =
      """
      {"inputs":[{"name":"x","datatype":"FP64","shape":[1,1],"data":[1]}],
       "outputs":[{"name":"predict","datatype":"FP64","shape":[1],"data":[99]}]}
      """;
  private static final String RIGHT =
      """
      {"inputs":[{"name":"x","datatype":"FP64","shape":[2,1],"data":[1,41]}],
       "outputs":[{"name":"predict","datatype":"FP64","shape":[2],"data":[3,123]}]}
      """;

  @TempDir private Path folder;

  private Standing warmed(Stage stage, UnaryOperator<List<Tensor>> behaviour) {
    stage.rooms().reconciler().reconcile(); // it is loaded, and proved, before it changes
    stage.rooms().format().behave(Stage.CANARY, behaviour);
    stage.want(Trial.Stage.WARMING, Stage.HALF);
    return stage.standing();
  }

  @Test
  void aCandidateIsWarmAfterFiftyCallsAsTheyShouldBe() {
    try (Stage stage = new Stage(folder)) {
      stage.want(Trial.Stage.WARMING, Stage.HALF);

      assertThat(stage.standing()).isEqualTo(new Standing(Arrival.WARM, "", "", 50, 1, 0, false));
      assertThat(stage.ask(1).version()).isEqualTo(1);
      assertThat(stage.tally().blocks()).isEmpty();
    }
  }

  @Test
  void theWarmUpAsksWhatCameWithTheVersionRowByRow() {
    try (Stage stage = new Stage(folder, RIGHT)) {
      AtomicInteger met = new AtomicInteger();
      warmed(
          stage,
          inputs -> {
            double[] given = inputs.getFirst().doubles();
            met.addAndGet(given.length == 1 && given[0] == 41 ? 1 : 0);
            return Stage.times(3, inputs);
          });

      assertThat(met.get()).isGreaterThan(3);
    }
  }

  @Test
  void aCandidateWhoseTimesFallIsWarmedUntilTheyStandStill() {
    try (Stage stage = new Stage(folder)) {
      AtomicInteger calls = new AtomicInteger();
      Standing standing =
          warmed(
              stage,
              inputs -> {
                long slow = Math.max(1_000_000, 200_000_000 - 3_000_000L * calls.getAndIncrement());
                stage.rooms().nanos().addAndGet(slow);
                return Stage.times(3, inputs);
              });

      assertThat(standing.arrival()).isEqualTo(Arrival.WARM);
      assertThat(standing.warmCalls()).isBetween(60, 150);
    }
  }

  @Test
  void oneFailureIsEnough() {
    try (Stage stage = new Stage(folder)) {
      AtomicInteger calls = new AtomicInteger();
      Standing standing =
          warmed(
              stage,
              inputs ->
                  calls.incrementAndGet() == 30 ? Stage.fail(inputs) : Stage.times(3, inputs));

      assertThat(standing.arrival()).isEqualTo(Arrival.WARMUP_FAILED);
      assertThat(standing.code()).isEqualTo("WARMUP");
      assertThat(standing.text()).contains("cannot compute");
      stage.want(Trial.Stage.SPLIT, Stage.ALL);
      assertThat(stage.ask(1).version()).isEqualTo(1);
      assertThat(stage.count(Count.ASSIGNED, Arm.CURRENT)).isZero();
    }
  }

  @Test
  void aCandidateWithoutAnyFiniteAnswerFails() {
    try (Stage stage = new Stage(folder)) {
      Standing standing =
          warmed(
              stage,
              inputs -> {
                double[] none = new double[(int) inputs.getFirst().rows()];
                Arrays.fill(none, Double.NaN);
                return List.of(Tensor.ofDoubles("predict", none, none.length));
              });

      assertThat(standing.arrival()).isEqualTo(Arrival.WARMUP_FAILED);
      assertThat(standing.text()).contains("finite");
    }
  }

  @Test
  void aCandidateThatRejectsWhatTheChampionAnswersFails() {
    try (Stage stage = new Stage(folder)) {
      Standing standing = warmed(stage, Stage::reject);

      assertThat(standing.arrival()).isEqualTo(Arrival.WARMUP_FAILED);
      assertThat(standing.text()).contains("rejects all inputs");
    }
  }

  @Test
  void inputsThatBothRejectProveNothingAndFailNothing() {
    try (Stage stage = new Stage(folder)) {
      stage.rooms().format().behave(Stage.CURRENT, Stage::reject);

      assertThat(warmed(stage, Stage::reject).arrival()).isEqualTo(Arrival.WARM);
    }
  }

  @Test
  void afterARestartACandidateIsWarmedBeforeItAnswers() {
    try (Stage stage = new Stage(folder)) {
      stage.want(Trial.Stage.SPLIT, Stage.ALL);

      assertThat(stage.standing().arrival()).isEqualTo(Arrival.WARM);
      assertThat(stage.ask(1).version()).isEqualTo(2);
    }
  }

  @Test
  void aCandidateThatCannotBeLoadedIsSaidAtOnceAndTriedOnce() {
    try (Stage stage = new Stage(folder, WRONG)) {
      stage.want(Trial.Stage.WARMING, Stage.HALF);

      assertThat(stage.standing().arrival()).isEqualTo(Arrival.LOAD_FAILED);
      assertThat(stage.standing().code()).isEqualTo("GOLDEN_MISMATCH");
      assertThat(stage.standing().text()).contains("99");
      int made = stage.rooms().format().made();
      stage.rooms().clock().pass(Duration.ofMinutes(5));
      stage.rooms().keeper().tick();
      assertThat(stage.rooms().format().made()).isEqualTo(made);
    }
  }

  @Test
  void aNewRollOutTriesOnceMore() {
    try (Stage stage = new Stage(folder, WRONG)) {
      stage.want(Trial.Stage.WARMING, Stage.HALF);
      int made = stage.rooms().format().made();
      stage.rooms().endTrial(IRIS);
      stage.rollout("r-2");
      stage.want(Trial.Stage.WARMING, Stage.HALF);

      assertThat(stage.rooms().format().made()).isEqualTo(made + 1);
      assertThat(stage.standing().arrival()).isEqualTo(Arrival.LOAD_FAILED);
    }
  }

  @Test
  void championCandidateAndTheOldVersionStayLoaded() {
    try (Stage stage = new Stage(folder)) {
      stage.split(Stage.HALF);
      stage.rooms().registry().alias(TestRooms.TESTER, IRIS, "champion", 2);
      stage.want(Trial.Stage.BAKING, Stage.HALF);
      assertThat(stage.rooms().reconciler().state(IRIS, 1)).isInstanceOf(LoadState.Available.class);
      stage.rooms().endTrial(IRIS);

      assertThat(stage.rooms().reconciler().state(IRIS, 1)).isInstanceOf(LoadState.Unloaded.class);
      assertThat(stage.rooms().reconciler().state(IRIS, 2)).isInstanceOf(LoadState.Available.class);
    }
  }
}
