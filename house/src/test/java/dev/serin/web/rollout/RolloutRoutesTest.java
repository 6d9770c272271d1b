package dev.serin.web.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Json;
import dev.serin.meter.Meter;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Recorder;
import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Trials;
import dev.serin.plug.telemetry.Exposition;
import dev.serin.plug.telemetry.RolloutSeries;
import dev.serin.rollout.Policy;
import dev.serin.rollout.PolicyText;
import dev.serin.rollout.control.Rollout;
import dev.serin.rollout.control.Rollouts;
import dev.serin.web.Client;
import dev.serin.web.Rooms;
import dev.serin.web.Route;
import dev.serin.web.TestHouse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The calls of roll-outs, over a clock and counters of the test's own. */
class RolloutRoutesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String POLICY =
      "{\"window\":\"6s\",\"maxWindow\":\"20s\",\"bake\":{\"duration\":\"10s\"},"
          + "\"probes\":{\"enabled\":false}}";

  private final AtomicLong nanos = new AtomicLong(SECOND);
  private final Trials trials = new Trials("here", "boot", nanos::get);
  private final AtomicLong names = new AtomicLong();
  private Rollouts rollouts;
  private final TestHouse house = new TestHouse(this::routes);
  private final Client client = new Client(house.port());

  private List<Route> routes(Rooms rooms) {
    rollouts =
        new Rollouts(
            new Rollouts.Rooms(
                rooms.ledger(), rooms.registry(), rooms.deployments(), new MemoryDesk(), trials),
            new Rollouts.Terms(
                nanos::get,
                InstantSource.system(),
                () -> "r-" + names.incrementAndGet(),
                Json.Obj.of(),
                Map.of(),
                false));
    return RolloutRoutes.of(rooms, rollouts);
  }

  @AfterEach
  void close() {
    client.close();
    rollouts.close();
    house.close();
  }

  private Client.Reply start(String more) {
    return client.post(
        "/serin/v1/models/sum/rollouts", "{\"version\":\"2\",\"policy\":" + POLICY + more + "}");
  }

  /** A model with a champion and a second version. */
  private void twoVersions() {
    house.active("sum", "sum 1").register("sum", "sum 2");
  }

  /** A roll-out that answers requests. */
  private String canary() {
    twoVersions();
    String id = start("").text("id");
    seconds(1);
    warm(id);
    seconds(2);
    assertThat(state(id)).isEqualTo("CANARY");
    return id;
  }

  private String state(String id) {
    return client.get("/serin/v1/rollouts/" + id).text("state");
  }

  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      nanos.addAndGet(SECOND);
      rollouts.tick();
    }
  }

  private void warm(String id) {
    int epoch = rollouts.rollout(id).map(it -> it.epoch().number()).orElse(1);
    trials.stand(id, new Standing(Standing.Arrival.WARM, "", "", 60, epoch, 0, false));
  }

  /** So many calls of each arm in each of so many seconds, of the canary's so many failed. */
  private void calls(String id, int seconds, int each, int failed) {
    for (int second = 0; second < seconds; second++) {
      int epoch = rollouts.rollout(id).orElseThrow().epoch().number();
      warm(id);
      Recorder recorder = trials.recorder(id, epoch);
      for (Arm arm : Arm.values()) {
        recorder.add(Count.ASSIGNED, arm, each);
        recorder.add(Count.CALLS, arm, each);
        recorder.took(arm, 2_000_000);
        recorder.predicted(arm, "blue");
      }
      recorder.add(Count.FAILURES, Arm.CANARY, failed);
      recorder.add(Count.FAILOVERS, Arm.CANARY, failed);
      seconds(1);
    }
  }

  private Client.Reply act(String id, String what, String body, String... headers) {
    return client.post("/serin/v1/rollouts/" + id + "/" + what, body, headers);
  }

  @Test
  void aStartIsAcceptedAndDescribedWithItsWholePolicy() {
    twoVersions();

    var started = start(",\"idempotencyKey\":\"build-7\"");
    var again = start(",\"idempotencyKey\":\"build-7\"");

    assertThat(started.status()).isEqualTo(202);
    assertThat(started.header("Location")).isEqualTo("/serin/v1/rollouts/r-1");
    assertThat(started.header("ETag")).isEqualTo("\"1\"");
    Json.Obj body = (Json.Obj) started.json();
    assertThat(body.members().keySet())
        .contains(
            "id",
            "model",
            "state",
            "fromVersion",
            "toVersion",
            "weight",
            "evalSeconds",
            "secondsToDecision",
            "evidence",
            "reason",
            "gate",
            "arms",
            "tests",
            "effects",
            "classes",
            "latency",
            "split",
            "replicas",
            "epochs",
            "policy",
            "revision");
    assertThat(body.text("fromVersion")).contains("1");
    assertThat(body.text("toVersion")).contains("2");
    assertThat(body.object("policy").orElseThrow().text("window")).contains("6s");
    assertThat(body.object("policy").orElseThrow().text("maxWindow")).contains("20s");
    assertThat(again.text("id")).isEqualTo("r-1");
    assertThat(client.get("/serin/v1/models/sum/rollouts").body()).contains("\"id\":\"r-1\"");
  }

  @Test
  void aSecondStartIsAConflictUnlessItSupersedes() {
    canary();
    house.register("sum", "sum 3");
    String third = "{\"version\":3,\"policy\":" + POLICY;

    var second = client.post("/serin/v1/models/sum/rollouts", third + "}");
    var superseding = client.post("/serin/v1/models/sum/rollouts", third + ",\"supersede\":true}");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.text("code")).isEqualTo("ROLLOUT_ACTIVE");
    assertThat(superseding.status()).isEqualTo(202);
    assertThat(state("r-1")).isEqualTo("SUPERSEDED");
  }

  @Test
  void aPolicyIsRefusedAsAWholeWithAllReasons() {
    twoVersions();

    var wrong =
        client.post(
            "/serin/v1/models/sum/rollouts",
            "{\"version\":\"2\",\"policy\":{\"windw\":\"6s\",\"split\":7}}");

    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text("code")).isEqualTo("POLICY_INVALID");
    assertThat(((Json.Obj) wrong.json()).list("reasons")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(wrong.body()).contains("windw");
    assertThat(client.get("/serin/v1/models/sum/rollouts").body()).isEqualTo("{\"rollouts\":[]}");
  }

  @Test
  void whatNobodyKnowsIsRefused() {
    twoVersions();

    assertThat(client.get("/serin/v1/rollouts/no").status()).isEqualTo(404);
    assertThat(client.get("/serin/v1/rollouts/no").text("code")).isEqualTo("ROLLOUT_UNKNOWN");
    assertThat(act("no", "pause", "{\"reason\":\"x\"}").status()).isEqualTo(404);
    assertThat(client.get("/serin/v1/models/no/rollouts").status()).isEqualTo(404);
    assertThat(start(",\"polcy\":{}").text("code")).isEqualTo("MEMBER_UNKNOWN");
    assertThat(client.post("/serin/v1/models/sum/rollouts", "{}").text("code"))
        .isEqualTo("VERSION_INVALID");
    assertThat(client.post("/serin/v1/models/sum/rollouts", "{\"version\":9}").status())
        .isEqualTo(404);
  }

  @Test
  void anActionNeedsAReasonAndTheRevisionThatItNames() {
    String id = canary();

    assertThat(act(id, "pause", "{}").status()).isEqualTo(400);
    assertThat(act(id, "pause", "{\"reason\":\"x\"}", "If-Match", "\"1\"").status()).isEqualTo(412);
    var paused = act(id, "pause", "{\"reason\":\"lunch\"}");
    assertThat(paused.status()).isEqualTo(200);
    assertThat(paused.text("state")).isEqualTo("PAUSED");
    String tag = paused.header("ETag");
    assertThat(act(id, "resume", "{\"reason\":\"back\"}", "If-Match", tag).text("state"))
        .isEqualTo("CANARY");
    var weighed =
        client.send(
            "PATCH",
            "/serin/v1/rollouts/" + id + "/weight",
            "{\"weight\":0.1,\"reason\":\"slowly\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(weighed.status()).isEqualTo(200);
    assertThat(((Json.Obj) weighed.json()).number("weight").orElseThrow().doubleValue())
        .isEqualTo(0.1);
  }

  @Test
  void aForcedPromotionSaysSoInTheAuditAndCanBeReverted() {
    String id = canary();

    var closed = act(id, "promote", "{\"reason\":\"hurry\"}");
    var forced = act(id, "promote", "{\"reason\":\"hurry\",\"force\":true}");

    assertThat(closed.status()).isEqualTo(409);
    assertThat(forced.text("state")).isEqualTo("BAKING");
    assertThat(client.get("/serin/v1/rollouts/" + id + "/audit").body())
        .contains("\"forced\":true")
        .contains("hurry");
    assertThat(client.get("/serin/v1/rollouts/" + id + "/wait?timeout=1s").status()).isEqualTo(200);
  }

  @Test
  void evidenceRollsBackAndEveryViewOfItAgrees() {
    String id = canary();
    calls(id, 3, 40, 40);
    seconds(2);
    warm(id);
    seconds(31);

    var rolledBack = client.get("/serin/v1/rollouts/" + id);
    assertThat(rolledBack.text("state")).isEqualTo("ROLLED_BACK");
    assertThat(rolledBack.body()).contains("\"code\":\"ERROR_");
    Json.Obj arms = ((Json.Obj) rolledBack.json()).object("arms").orElseThrow();
    assertThat(arms.object("canary").orElseThrow().number("failures").orElseThrow().longValue())
        .isGreaterThanOrEqualTo(40);
    assertThat(client.get("/serin/v1/rollouts/" + id + "/wait?timeout=1s").status()).isEqualTo(409);
    var proof = client.get("/serin/v1/rollouts/" + id + "/audit?verify=true");
    assertThat(proof.body()).contains("\"valid\":true", "\"same\":true");
    var lines = client.get("/serin/v1/rollouts/" + id + "/audit?format=jsonl");
    assertThat(lines.body().lines())
        .allSatisfy(line -> assertThat(Json.parse(line, 50)).isInstanceOf(Json.Obj.class))
        .hasSizeGreaterThan(4);
    var simulated =
        client.post(
            "/serin/v1/rollouts/" + id + "/simulate",
            "{\"policy\":{\"errors\":{\"action\":\"hold\"}}}");
    assertThat(simulated.status()).isEqualTo(200);
    assertThat(simulated.text("outcome")).isNotEqualTo("ROLLBACK");
    assertThat(client.get("/serin/v1/models/sum/history").body())
        .contains("ROLLED_BACK", "\"champion\":\"1\"");
  }

  @Test
  void aStreamOfEventsGoesOnWhereTheClientWas() {
    String id = canary();
    act(id, "rollback", "{\"reason\":\"enough\"}");
    warm(id);
    seconds(32);
    assertThat(state(id)).isEqualTo("ROLLED_BACK");
    String path = "/serin/v1/rollouts/" + id + "/events";

    var json = client.get(path);
    var all = client.send("GET", path, new byte[0], "Accept", "text/event-stream");
    List<String> ids = all.body().lines().filter(line -> line.startsWith("id: ")).toList();
    String second = ids.get(1).substring(4);
    var rest =
        client.send(
            "GET", path, new byte[0], "Accept", "text/event-stream", "Last-Event-ID", second);
    var none =
        client.send(
            "GET",
            path,
            new byte[0],
            "Accept",
            "text/event-stream",
            "Last-Event-ID",
            ids.getLast().substring(4));

    assertThat(json.body()).contains("\"type\":\"CREATED\"", "\"type\":\"ROLLED_BACK\"");
    assertThat(client.get(path + "?since=" + second).body()).doesNotContain("CREATED");
    assertThat(all.body()).contains("event: CREATED\n", "event: ROLLED_BACK\n", "event: tick\n");
    assertThat(rest.body()).doesNotContain("event: CREATED").contains("event: ROLLED_BACK\n");
    assertThat(rest.body().lines().filter(line -> line.startsWith("id: "))).hasSize(ids.size() - 2);
    assertThat(none.status()).isEqualTo(204);
  }

  @Test
  void waitingEndsWithTheDecisionAndSaysWhenThereIsNone() throws InterruptedException {
    String id = canary();
    CountDownLatch told = new CountDownLatch(1);

    assertThat(client.get("/serin/v1/rollouts/" + id + "/wait?timeout=0s").status()).isEqualTo(202);
    assertThat(client.get("/serin/v1/rollouts/" + id + "/wait?timeout=soon").status())
        .isEqualTo(400);
    Thread.ofVirtual()
        .start(
            () -> {
              if (client.get("/serin/v1/rollouts/" + id + "/wait?timeout=1m").status() == 409) {
                told.countDown();
              }
            });
    act(id, "rollback", "{\"reason\":\"enough\"}");
    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theDeploymentSaysWhatMovingTheChampionDoes() {
    twoVersions();

    var changed =
        client.send(
            "PUT",
            "/serin/v1/models/sum/deployment",
            "{\"promotion\":\"canary\"}".getBytes(StandardCharsets.UTF_8));
    var wrong =
        client.send(
            "PUT",
            "/serin/v1/models/sum/deployment",
            "{\"promotion\":\"soon\"}".getBytes(StandardCharsets.UTF_8));

    assertThat(changed.text("promotion")).isEqualTo("canary");
    assertThat(wrong.status()).isEqualTo(400);
  }

  @Test
  void allFactsStreamFromWhereTheClientWas() throws IOException {
    String id = canary();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET /serin/v1/events?since=0 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
      var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      assertThat(lines.lines().filter(line -> line.equals("event: CANARY_STARTED")).findFirst())
          .isPresent();
      act(id, "pause", "{\"reason\":\"look\"}");
      assertThat(lines.lines().filter(line -> line.equals("event: PAUSED")).findFirst())
          .isPresent();
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET /serin/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
      var lines = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      assertThat(lines.readLine()).startsWith("HTTP/1.1 200");
      act(id, "resume", "{\"reason\":\"seen\"}");
      assertThat(lines.lines().takeWhile(line -> !line.equals("event: RESUMED")))
          .noneMatch(line -> line.equals("event: CREATED") || line.equals("event: PAUSED"));
    }
  }

  @Test
  void thePageOfTheManualShowsTheDefaultPolicy() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "rollouts.md"));
    String json = manual.substring(manual.indexOf("```json") + 7);

    assertThat(Json.parse(json.substring(0, json.indexOf("```")), 10))
        .isEqualTo(PolicyText.json(Policy.DEFAULT));
  }

  @Test
  void theMeterShowsTheRolloutUnderTheNamesOfTheDesign() {
    Meter meter = new Meter(1_000);
    RolloutSeries series =
        new RolloutSeries(rollouts, house.rooms().ledger(), meter, "here", _ -> 3);
    String id = canary();
    calls(id, 2, 10, 0);
    series.refresh();
    try (Exposition exposition = new Exposition(meter)) {
      assertThat(exposition.text())
          .contains("canary_failover_total{model=\"sum\"} ")
          .contains("canary_error_ratio{arm=\"canary\",model=\"sum\"} 0.0")
          .contains("canary_log_evalue{model=\"sum\",test=\"E2\"}")
          .contains("canary_latency_seconds{arm=\"current\",model=\"sum\",quantile=\"0.5\"} 0.00")
          .contains("canary_prediction_share{arm=\"canary\",class=\"blue\",model=\"sum\"} 1.0")
          .contains("audit_events_total{type=\"CANARY_STARTED\"} 1.0")
          .contains("serving_inflight{arm=\"current\",model=\"sum\"} 3.0")
          .contains("canary_leader{replica=\"here\"} 1.0");
    }
    calls(id, 3, 40, 40);
    warm(id);
    seconds(31);
    Rollout after = rollouts.rollout(id).orElseThrow();
    assertThat(after.state().word()).isEqualTo("ROLLED_BACK");
    series.refresh();
    series.prove();
    try (Exposition exposition = new Exposition(meter)) {
      assertThat(exposition.text())
          .contains("canary_decisions_total")
          .contains("canary_state{model=\"sum\",state=\"ROLLED_BACK\"} 1.0")
          .contains("canary_decisions_total{decision=\"rollback\",model=\"sum\",reason=\"ERROR_")
          .contains("canary_rollback_propagation_seconds_count 1")
          .contains("audit_chain_valid 1.0");
    }
  }
}
