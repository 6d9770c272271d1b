package dev.serin.deployment;

import static dev.serin.registry.RecordRooms.ACTOR;
import static dev.serin.registry.RecordRooms.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Transaction;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RecordRooms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentsTest {
  @TempDir private Path folder;
  private RecordRooms rooms;
  private Deployments deployments;

  @BeforeEach
  void open() {
    rooms = new RecordRooms(folder);
    deployments = new Deployments(rooms.ledger(), rooms.registry());
    rooms.register(IRIS, "model a");
    rooms.register(IRIS, "model b");
  }

  @AfterEach
  void close() {
    rooms.close();
  }

  private Deployment iris() {
    return deployments.image().of(IRIS).orElseThrow();
  }

  private Optional<Integer> champion() {
    return iris().champion().map(ModelVersion::number);
  }

  @Test
  void aRegisteredModelIsThereAndNotWanted() {
    assertThat(iris())
        .isEqualTo(
            new Deployment(
                IRIS,
                false,
                OnChange.SWITCH,
                Promotion.DIRECT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(deployments.image().of(new ModelName("x"))).isEmpty();
  }

  @Test
  void activatingMovesTheChampionAndWantsTheModelInOneStep() {
    List<DeploymentImage> told = new CopyOnWriteArrayList<>();
    deployments.watch(told::add);

    deployments.activate(ACTOR, IRIS, 2);

    assertThat(champion()).hasValue(2);
    assertThat(iris().wanted()).isTrue();
    assertThat(told).hasSize(2).last().isEqualTo(deployments.image());
    assertThat(rooms.facts()).endsWith("ModelWanted", "AliasMoved").hasSize(4);
  }

  @Test
  void activatingAgainChangesNothing() {
    deployments.activate(ACTOR, IRIS, 2);
    deployments.activate(ACTOR, IRIS, 2);

    assertThat(rooms.facts()).hasSize(4);
  }

  @Test
  void activatingWhatCannotAnswerWritesNothing() {
    assertThatThrownBy(() -> deployments.activate(ACTOR, IRIS, 3))
        .hasMessageContaining("VERSION_UNKNOWN");
    rooms.registry().archive(ACTOR, IRIS);
    assertThatThrownBy(() -> deployments.activate(ACTOR, IRIS, 1))
        .hasMessageContaining("VERSION_ARCHIVED");

    assertThat(iris().wanted()).isFalse();
    assertThat(champion()).isEmpty();
  }

  @Test
  void movingTheAliasMovesWhatAnswers() {
    deployments.activate(ACTOR, IRIS, 1);
    List<DeploymentImage> told = new CopyOnWriteArrayList<>();
    deployments.watch(told::add);

    rooms.registry().alias(ACTOR, IRIS, Deployment.CHAMPION, 2);
    rooms.registry().alias(ACTOR, IRIS, Deployment.CHALLENGER, 1);

    assertThat(champion()).hasValue(2);
    assertThat(iris().challenger().map(ModelVersion::number)).hasValue(1);
    assertThat(told).hasSize(3);
    assertThat(told).extracting(DeploymentImage::position).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatIsNotWantedKeepsItsChampion() {
    deployments.activate(ACTOR, IRIS, 1);

    deployments.unwant(ACTOR, IRIS, "the file changed");
    deployments.unwant(ACTOR, IRIS, "again");

    assertThat(iris().wanted()).isFalse();
    assertThat(champion()).hasValue(1);
    assertThat(rooms.facts()).endsWith("ModelUnwanted").hasSize(5);
    deployments.want(ACTOR, IRIS);
    assertThat(iris().wanted()).isTrue();
  }

  @Test
  void aModelWithoutAChampionIsNotWantedAndAnUnknownOneNeither() {
    assertThatThrownBy(() -> deployments.want(ACTOR, IRIS))
        .hasMessageContaining("CHAMPION_MISSING");
    assertThatThrownBy(() -> deployments.want(ACTOR, new ModelName("x")))
        .hasMessageContaining("MODEL_UNKNOWN");
    assertThatThrownBy(() -> deployments.promotion(ACTOR, new ModelName("x"), Promotion.CANARY))
        .hasMessageContaining("MODEL_UNKNOWN");
  }

  @Test
  void aTrialIsWantedTogetherWithItsAliasAndSurvivesARestart() {
    deployments.activate(ACTOR, IRIS, 1);
    deployments.onChange(ACTOR, IRIS, OnChange.CANARY);
    deployments.promotion(ACTOR, IRIS, Promotion.CANARY);
    Trial trial = trial();
    Transaction begin = new Transaction(rooms.ledger(), ACTOR);
    deployments.trial(begin, IRIS, trial);
    rooms.registry().alias(begin, IRIS, Deployment.CHALLENGER, 1);
    begin.commit();
    DeploymentImage before = deployments.image();
    rooms.close();

    rooms = new RecordRooms(folder);
    deployments = new Deployments(rooms.ledger(), rooms.registry());

    assertThat(deployments.image()).isEqualTo(before);
    assertThat(iris().onChange()).isEqualTo(OnChange.CANARY);
    assertThat(iris().promotion()).isEqualTo(Promotion.CANARY);
    assertThat(iris().trial()).hasValue(trial);
    assertThat(iris().kept().map(ModelVersion::number)).hasValue(1);
    Transaction end = new Transaction(rooms.ledger(), ACTOR);
    deployments.endTrial(end, IRIS);
    end.commit();
    assertThat(iris().trial()).isEmpty();
  }

  @Test
  void sharesThatMakeNoSenseAreRefused() {
    for (double weight : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new Trial.Split(weight, Optional.empty(), 0))
          .hasMessageContaining("from 0 to 1");
    }
  }

  private static Trial trial() {
    return new Trial(
        "r-1",
        1,
        Trial.Stage.SPLIT,
        1,
        new Trial.Split(0.5, Optional.of("X-User-Id"), 0.6),
        new Trial.Measuring(0.05, false, false, Duration.ofSeconds(10)),
        Optional.empty(),
        Optional.of(1));
  }

  @Test
  void aFailedActivationIsInTheAuditAndChangesNothingElse() {
    deployments.activate(ACTOR, IRIS, 1);
    Deployment before = iris();

    deployments.failed(ACTOR, IRIS, new Problem.Refused("GOLDEN_MISMATCH", "row 3", "0.5", "x"));

    assertThat(iris()).isEqualTo(before);
    assertThat(rooms.facts()).endsWith("ActivationFailed");
    assertThat(rooms.ledger().page(4, 1).getFirst().body())
        .isEqualTo(Json.Obj.of("model", "iris", "code", "GOLDEN_MISMATCH", "message", "0.5"));
  }

  @Test
  void factsOfOtherRoomsMakeNoImage() {
    List<DeploymentImage> told = new CopyOnWriteArrayList<>();
    deployments.watch(told::add);

    rooms.ledger().append("other", 0, ACTOR, List.of(new Entry("Said", Json.Obj.of()))).await();

    assertThat(told).hasSize(1);
  }
}
