package dev.serin.insight;

import static dev.serin.serving.TestRooms.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Tally;
import dev.serin.meter.trial.Trials;
import dev.serin.plug.sql.SqliteAnswered;
import dev.serin.serving.MovingClock;
import dev.serin.serving.Prediction;
import dev.serin.serving.TestRooms;
import dev.serin.serving.Told;
import dev.serin.tensor.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsightTest {
  private static final Optional<Json> NO_LABEL = Optional.empty();
  private static final Optional<Boolean> WRONG = Optional.of(false);
  private static final Optional<Boolean> RIGHT = Optional.of(true);

  @TempDir private Path folder;
  private final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Trials trials = new Trials("here", "boot-1", () -> 0);
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final List<String> alerts = new ArrayList<>();
  private TestRooms rooms;
  private PredictionClasses classes;
  private SqliteAnswered table;
  private AnsweredLog log;
  private Feedback feedback;

  @BeforeEach
  void open() {
    rooms = new TestRooms(folder, Runnable::run);
    rooms.register(IRIS, "2");
    rooms.register(IRIS, "3");
    classes = new PredictionClasses(rooms.registry()::image, trials);
    reopen();
  }

  private void reopen() {
    table = new SqliteAnswered(folder.resolve("answered.db"));
    log = new AnsweredLog(table, rooms.registry()::image, clock);
    feedback =
        new Feedback(log, table, trials, _ -> running.get(), (rollout, text) -> alerts.add(text));
  }

  @AfterEach
  void close() {
    table.close();
    rooms.close();
  }

  private static Told told(String id, Arm arm, Told.Kind kind) {
    return new Told(id, Optional.of(new Told.Part("r-1", 4, arm, kind, 0.5)));
  }

  private static Prediction prediction(Arm arm, Tensor output) {
    int version = arm == Arm.CURRENT ? 1 : 2;
    return new Prediction(IRIS, version, arm.word(), List.of(output), 1, false);
  }

  private static Tensor number(double value) {
    return Tensor.ofDoubles("predict", new double[] {value}, 1);
  }

  private static Tensor label(String... names) {
    return Tensor.ofTexts("predict", names, names.length);
  }

  private Map<String, Sheet.Pair> counted() {
    return Tally.of(trials.reports("r-1", 0)).sheets().stream()
        .findFirst()
        .map(sheet -> Map.<String, Sheet.Pair>copyOf(sheet.classes()))
        .orElse(Map.of());
  }

  private long count(Count count, Arm arm) {
    return Tally.of(trials.reports("r-1", 0)).count(count, arm);
  }

  @Test
  void classesOfBothArmsAreCountedRowByRow() {
    classes.answered(
        prediction(Arm.CURRENT, label("a", "b", "a")), told("q", Arm.CURRENT, Told.Kind.LIVE));
    classes.answered(prediction(Arm.CANARY, label("b")), told("q", Arm.CANARY, Told.Kind.MIRRORED));
    classes.answered(prediction(Arm.CANARY, label("z")), told("q", Arm.CANARY, Told.Kind.PROBE));
    classes.answered(prediction(Arm.CANARY, label("z")), Told.PLAIN);

    assertThat(counted())
        .containsOnly(Map.entry("a", new Sheet.Pair(2, 0)), Map.entry("b", new Sheet.Pair(1, 1)));
  }

  @Test
  void numbersAreCountedOnceTheChampionHasAnsweredTwoHundred() {
    classes.answered(prediction(Arm.CANARY, number(1)), told("q", Arm.CANARY, Told.Kind.LIVE));
    for (int i = 1; i <= 200; i++) {
      Told.Kind kind = i % 2 == 0 ? Told.Kind.PROBE : Told.Kind.LIVE;
      classes.answered(prediction(Arm.CURRENT, number(i)), told("q", Arm.CURRENT, kind));
    }
    assertThat(counted()).isEmpty();
    classes.answered(prediction(Arm.CANARY, number(20)), told("q", Arm.CANARY, Told.Kind.LIVE));
    classes.answered(prediction(Arm.CURRENT, number(21)), told("q", Arm.CURRENT, Told.Kind.LIVE));

    assertThat(counted())
        .containsOnly(
            Map.entry("≤ 20.0", new Sheet.Pair(0, 1)),
            Map.entry("> 20.0 to 40.0", new Sheet.Pair(1, 0)));
  }

  @Test
  void aLabelIsComparedWithWhatWasAnsweredAndCountedForItsArm() {
    log.answered(prediction(Arm.CANARY, label("cat")), told("q-1", Arm.CANARY, Told.Kind.LIVE));
    log.answered(prediction(Arm.CURRENT, label("cat")), told("q-2", Arm.CURRENT, Told.Kind.LIVE));

    assertThat(feedback.accept("q-1", Optional.of(Json.of("dog")), Optional.empty()))
        .isEqualTo(new Feedback.Answer("q-1", "r-1", 4, 2, Arm.CANARY, true));
    assertThat(feedback.accept("q-2", Optional.of(Json.of("cat")), Optional.empty()).wrong())
        .isFalse();

    assertThat(count(Count.LABELLED, Arm.CANARY)).isEqualTo(1);
    assertThat(count(Count.WRONG, Arm.CANARY)).isEqualTo(1);
    assertThat(count(Count.LABELLED, Arm.CURRENT)).isEqualTo(1);
    assertThat(count(Count.WRONG, Arm.CURRENT)).isZero();
  }

  @Test
  void aLabelForEachRowIsAsked() {
    log.answered(
        prediction(Arm.CANARY, Tensor.ofLongs("predict", new long[] {1, 2}, 2)),
        told("q-1", Arm.CANARY, Told.Kind.LIVE));

    refused("q-1", Optional.of(Json.of(1)), "1 labels for an answer of 2 rows");
    refused("q-1", NO_LABEL, "either 'label'");
    assertThat(feedback.accept("q-1", Optional.of(Json.of(List.of(1, 2.0))), Optional.empty()))
        .returns(false, Feedback.Answer::wrong);
  }

  private void refused(String id, Optional<Json> label, String words) {
    assertThatThrownBy(() -> feedback.accept(id, label, Optional.empty()))
        .isInstanceOf(Problem.Raised.class)
        .hasMessageContaining(words);
  }

  @Test
  void numbersCannotBeComparedWithALabel() {
    log.answered(prediction(Arm.CANARY, number(1)), told("q-1", Arm.CANARY, Told.Kind.LIVE));

    refused("q-1", Optional.of(Json.of(1)), "say 'correct'");
    assertThat(feedback.accept("q-1", NO_LABEL, RIGHT).wrong()).isFalse();
  }

  @Test
  void nothingIsCountedTwice() {
    log.answered(prediction(Arm.CANARY, number(1)), told("q-1", Arm.CANARY, Told.Kind.LIVE));
    feedback.accept("q-1", NO_LABEL, WRONG);

    assertThatThrownBy(() -> feedback.accept("q-1", NO_LABEL, WRONG))
        .hasMessageContaining("FEEDBACK_TWICE");
    assertThat(count(Count.WRONG, Arm.CANARY)).isEqualTo(1);
  }

  @Test
  void answersAreKnownForAWeekAlsoAfterARestart() {
    log.answered(prediction(Arm.CANARY, number(1)), told("q-1", Arm.CANARY, Told.Kind.LIVE));
    log.flush();
    table.close();
    reopen();
    assertThat(feedback.accept("q-1", NO_LABEL, WRONG).epoch()).isEqualTo(4);

    clock.pass(Duration.ofDays(7).plusMinutes(1));
    log.flush();
    assertThatThrownBy(() -> feedback.accept("q-1", NO_LABEL, WRONG))
        .hasMessageContaining("REQUEST_UNKNOWN");
  }

  @Test
  void onlyLiveAnswersOfATrialAreRemembered() {
    log.answered(prediction(Arm.CANARY, number(1)), told("q-1", Arm.CANARY, Told.Kind.MIRRORED));
    log.answered(prediction(Arm.CANARY, number(1)), told("", Arm.CANARY, Told.Kind.LIVE));
    log.answered(prediction(Arm.CANARY, number(1)), new Told("q-2", Optional.empty()));

    for (String id : List.of("q-1", "", "q-2")) {
      assertThatThrownBy(() -> feedback.accept(id, NO_LABEL, WRONG))
          .hasMessageContaining("REQUEST_UNKNOWN");
    }
  }

  @Test
  void theOldestAnswersBeyondTheBoundAreForgotten() {
    for (int i = 0; i < 10; i++) {
      clock.pass(Duration.ofSeconds(1));
      log.answered(prediction(Arm.CANARY, number(1)), told("q-" + i, Arm.CANARY, Told.Kind.LIVE));
    }
    log.flush();
    table.forget(Instant.EPOCH, 3);

    assertThat(table.find("q-6")).isEmpty();
    assertThat(table.find("q-7")).isPresent();
  }

  @Test
  void scenario34LabelsAfterTheEndRaiseOneAlertWhenTheVersionIsWorse() {
    running.set(false);
    labels(1_000, 0.05, 0.15);

    assertThat(alerts).hasSize(1);
    assertThat(alerts.getFirst()).contains("canary was wrong in", "a revert is suggested");
    assertThat(count(Count.LABELLED, Arm.CANARY)).isZero();
  }

  @Test
  void labelsAfterTheEndRaiseNoAlertWhenTheVersionIsAsGood() {
    running.set(false);
    labels(600, 0.1, 0.1);

    assertThat(alerts).isEmpty();
  }

  private void labels(int all, double current, double canary) {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < all; i++) {
      Arm arm = random.nextBoolean() ? Arm.CANARY : Arm.CURRENT;
      log.answered(prediction(arm, number(1)), told("q-" + i, arm, Told.Kind.LIVE));
    }
    log.flush();
    SplittableRandom truth = new SplittableRandom(12);
    for (int i = 0; i < all; i++) {
      Arm arm = table.find("q-" + i).orElseThrow().place().arm();
      double rate = arm == Arm.CANARY ? canary : current;
      feedback.accept("q-" + i, NO_LABEL, Optional.of(truth.nextDouble() >= rate));
    }
  }
}
