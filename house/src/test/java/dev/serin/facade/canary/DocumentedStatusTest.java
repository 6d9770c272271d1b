package dev.serin.facade.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.artifact.ArtifactStore;
import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.deployment.Deployment;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Recorder;
import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Trials;
import dev.serin.plug.file.DirectoryArtifacts;
import dev.serin.plug.file.DirectoryDatasets;
import dev.serin.plug.process.LocalProcess;
import dev.serin.plug.sql.SqliteDesk;
import dev.serin.rollout.control.Desk;
import dev.serin.rollout.control.Rollouts;
import dev.serin.training.Jobs;
import dev.serin.training.Order;
import dev.serin.training.TrainingSettings;
import dev.serin.web.Client;
import dev.serin.web.Rooms;
import dev.serin.web.Route;
import dev.serin.web.TestHouse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios of the document, with a clock that is moved by hand. */
class DocumentedStatusTest {
  private static final ModelName DAMAGE = new ModelName("damage");
  private static final int CALLS_A_SECOND = 5;

  @TempDir Path scratch;
  private long nanos = 1_000_000_000_000L;
  private Instant wall = Instant.parse("2026-11-20T21:03:33Z");
  private final Trials trials = new Trials("one", "boot-1", () -> nanos);
  private int names;
  private Desk desk;
  private Rollouts rollouts;
  private TestHouse house;
  private Client client;

  @BeforeEach
  void open() {
    InstantSource clock = () -> wall;
    desk = new SqliteDesk(scratch.resolve("desk.db"), clock);
    house = new TestHouse(rooms -> routes(rooms, clock));
    client = new Client(house.port());
  }

  @AfterEach
  void close() {
    client.close();
    rollouts.close();
    house.close();
    desk.close();
  }

  private List<Route> routes(Rooms rooms, InstantSource clock) {
    rollouts =
        new Rollouts(
            new Rollouts.Rooms(rooms.ledger(), rooms.registry(), rooms.deployments(), desk, trials),
            new Rollouts.Terms(
                () -> nanos, clock, () -> "r-" + ++names, Json.Obj.of(), Map.of(), false));
    DirectoryDatasets datasets = new DirectoryDatasets(scratch.resolve("datasets"), 1);
    ArtifactStore store = new DirectoryArtifacts(scratch.resolve("artifacts"));
    Jobs jobs =
        new Jobs(
            new Jobs.Rooms(
                rooms.ledger(),
                rooms.registry(),
                rooms.registration(),
                store,
                (_, _) -> {},
                new LocalProcess(scratch),
                Runnable::run,
                scratch,
                Optional::empty),
            TrainingSettings.DEFAULT);
    CanarySettings settings = CanarySettings.in(scratch);
    return CanaryRoutes.of(
        new CanaryRooms(rooms, Progress.of(rollouts), jobs, datasets, settings, clock),
        new Order(10, 8));
  }

  /** Moves the clock; both versions answer well meanwhile. */
  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      deployment()
          .flatMap(Deployment::trial)
          .ifPresent(
              trial -> {
                var warm = new Standing(Standing.Arrival.WARM, "", "", 50, trial.epoch(), 0, false);
                trials.stand(trial.rollout(), warm);
                Recorder recorder = trials.recorder(trial.rollout(), trial.epoch());
                for (Arm arm : Arm.values()) {
                  recorder.add(Count.ASSIGNED, arm, CALLS_A_SECOND);
                  recorder.add(Count.CALLS, arm, CALLS_A_SECOND);
                }
              });
      nanos += Duration.ofSeconds(1).toNanos();
      wall = wall.plusSeconds(1);
      rollouts.tick();
    }
  }

  private Optional<Deployment> deployment() {
    return house.rooms().deployments().image().of(DAMAGE);
  }

  /** Until the challenger gets requests. */
  private void challenge(int version) {
    house.rooms().registry().alias(Actor.ANONYMOUS, DAMAGE, Deployment.CHALLENGER, version);
    rollouts.tick();
    while (!status().text("deployment_mode").orElseThrow().equals("canary")) {
      pass(1);
    }
  }

  private Json.Obj status() {
    return (Json.Obj) client.get("/model-status").json();
  }

  @Test
  void theFourScenariosOfTheDocument() {
    house.active("damage", "pair 1").register("damage", "pair 2");
    assertThat(status().text())
        .as("1: fresh")
        .isEqualTo(
            "{\"current_model\":true,\"canary_model\":false,\"deployment_mode\":\"production\","
                + "\"ready_for_promotion\":false,\"canary_version\":null}");

    challenge(2);
    Json.Obj begun = status();
    assertThat(begun.members().sequencedKeySet())
        .as("2: a canary was published")
        .containsExactly(
            "current_model",
            "canary_model",
            "deployment_mode",
            "canary_elapsed_minutes",
            "ready_for_promotion",
            "canary_version",
            "state",
            "seconds_to_decision",
            "weight",
            "deployment",
            "gate");
    assertThat(elapsed(begun)).isLessThan(0.1);
    assertThat(begun.text()).contains("\"state\":\"CANARY\"", "\"weight\":0.5");

    pass(90 - seconds());
    Json.Obj half = status();
    assertThat(elapsed(half)).isEqualTo(1.5);
    assertThat(half.number("seconds_to_decision").orElseThrow().longValue()).isEqualTo(90);
    assertThat(half.object("canary_version").orElseThrow().text())
        .contains("\"version\":2,\"timestamp\":\"", "\"traffic_weight\":0.5");

    pass(179 - seconds());
    assertThat(status().text("deployment_mode")).as("not a second early").hasValue("canary");
    pass(2);
    Json.Obj promoted = status();
    assertThat(promoted.text("deployment_mode")).as("4: promoted").hasValue("production");
    assertThat(promoted.text())
        .contains("\"ready_for_promotion\":true", "\"canary_version\":null", "\"BAKING\"");
    assertThat(deployment().orElseThrow().champion().orElseThrow().number()).isEqualTo(2);
  }

  private int seconds() {
    return (int) (rollouts.live("r-1").evalMillis() / 1000);
  }

  private static double elapsed(Json.Obj status) {
    return status.number("canary_elapsed_minutes").orElseThrow().doubleValue();
  }

  @Test
  void afterARollBackNothingIsReady() {
    house.active("damage", "pair 1").register("damage", "pair 2");
    challenge(2);
    pass(60);
    assertThat(status().text()).contains("\"ready_for_promotion\":true");

    rollouts.rollBack(
        Actor.ANONYMOUS, "r-1", new Rollouts.Wish("it is odd", false, Optional.empty(), ""));
    pass(31);

    assertThat(status().text())
        .startsWith(
            "{\"current_model\":true,\"canary_model\":false,\"deployment_mode\":\"production\","
                + "\"ready_for_promotion\":false,\"canary_version\":null,\"last_rollout\":"
                + "{\"deployment\":\"r-1\",\"state\":\"ROLLED_BACK\",\"version\":2,\"reason\":");
  }

  @Test
  void whatCompletedStaysReadyUntilTheNextBeginsOrItIsTakenBack() {
    house.active("damage", "pair 1").register("damage", "pair 2").register("damage", "pair 3");
    challenge(2);
    pass(182);
    pass(601);
    assertThat(status().text()).contains("\"ready_for_promotion\":true", "\"COMPLETED\"");

    challenge(3);
    assertThat(status().text()).contains("\"ready_for_promotion\":false", "\"version\":3");
  }
}
