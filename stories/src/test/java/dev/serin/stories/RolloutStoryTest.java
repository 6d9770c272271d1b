package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scenarios of roll-outs over real HTTP, with real model files and short windows; each by its
 * number in the design. One server holds a model for each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutStoryTest {
  private static final String NO_PROBES = ",\"probes\":{\"enabled\":false}";

  private Path scratch;
  private Serin serin;

  @BeforeAll
  void open(@TempDir Path folder) {
    scratch = folder;
    serin = Serin.serve(scratch.resolve("data"));
  }

  @AfterAll
  void close() {
    serin.close();
  }

  @Test
  @DisplayName("1: without a canary everything is answered by current")
  void withoutACanaryEverythingIsAnsweredByCurrent() {
    OnTrial trial = OnTrial.of(serin, "s1");

    Serin.Answer answer = trial.ask(2);

    assertThat(answer.header("Serin-Model-Used")).isEqualTo("current");
    assertThat(answer.header("Serin-Model-Version")).isEqualTo("1");
    assertThat(answer.header("Serin-Request-Id")).isNotBlank();
    assertThat(answer.header("Serin-Failover")).isEmpty();
    assertThat(answer.json().has("parameters")).isFalse();
    assertThat(serin.get(trial.path("/rollouts")).fine().path("rollouts")).isEmpty();
  }

  @Test
  @DisplayName("2: a healthy canary is promoted when the window ends, and completed after the bake")
  void aHealthyCanaryIsPromotedWhenTheWindowEnds() {
    OnTrial trial = OnTrial.of(serin, "s2");
    String id = trial.start(trial.upload("again"), OnTrial.QUICK);
    trial.until(id, "CANARY");
    List<Clients.Seen> seen;
    try (Clients clients = new Clients(serin, trial.model(), 40, n -> n % 50)) {
      trial.until(id, "BAKING");
      trial.until(id, "COMPLETED");
      seen = clients.seen();
      assertThat(clients.failed()).isEmpty();
    }

    double canary = seen.stream().filter(each -> each.used().equals("canary")).count();
    double current = seen.stream().filter(each -> each.version().equals("1")).count();
    assertThat(canary / (canary + current)).isCloseTo(0.5, within(0.16)); // five deviations
    assertThat(trial.champion()).isEqualTo("2");
    assertThat(seen.getLast().version()).isEqualTo("2");
    assertThat(decided(fact(trial, id, "PROMOTED"))).isBetween(5_900L, 9_500L);
    assertThat(trial.types(id))
        .containsSubsequence("CREATED", "LOADED", "WARMED", "CANARY_STARTED", "PROMOTED")
        .contains("BAKE_PASSED");
    assertThat(serin.get(OnTrial.one(id) + "/wait?timeout=1s").status()).isEqualTo(200);
    trial.proved(id);
  }

  private static JsonNode fact(OnTrial trial, String id, String type) {
    return trial.facts(id).stream()
        .filter(fact -> fact.path("type").asText().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type + " in " + trial.types(id)));
  }

  /** How long the clock had run when that was decided, in milliseconds. */
  private static long decided(JsonNode fact) {
    return fact.path("body").path("evidence").path("timeline").path("evalMillis").asLong();
  }

  @Test
  @DisplayName("3: a canary that fails every call is gone at once, and no client notices")
  void aCanaryThatFailsEveryCallIsGoneAtOnce() {
    OnTrial trial = OnTrial.of(serin, "s3");
    String id = trial.start(trial.upload("nan"), OnTrial.QUICK);
    trial.until(id, "CANARY");
    List<Clients.Seen> seen;
    try (Clients clients = new Clients(serin, trial.model(), 50, _ -> 200)) {
      trial.until(id, "ROLLING_BACK", "ROLLED_BACK");
      trial.until(id, "ROLLED_BACK");
      seen = clients.seen();
      assertThat(clients.failed()).isEmpty();
    }

    assertThat(seen).anyMatch(Clients.Seen::failover);
    JsonNode asked = fact(trial, id, "ROLLBACK_REQUESTED");
    assertThat(decided(asked)).isBetween(500L, 5_000L);
    assertThat(asked.path("body").path("reason").path("code").asText()).startsWith("ERROR_");
    assertThat(asked.path("actor").asText()).startsWith("system:");
    assertThat(trial.champion()).isEqualTo("1");
    assertThat(serin.get(OnTrial.one(id) + "/wait?timeout=1s").status()).isEqualTo(409);
    trial.proved(id);
  }

  @Test
  @DisplayName("10: a canary that predicts differently is held until somebody decides")
  void aCanaryThatPredictsDifferentlyIsHeld() {
    OnTrial trial = OnTrial.of(serin, "s10");
    String id = trial.start(trial.upload("other"), OnTrial.QUICK + NO_PROBES);
    trial.until(id, "CANARY");
    JsonNode held;
    try (Clients clients = new Clients(serin, trial.model(), 100, n -> 101 + n % 97)) {
      held = trial.until(id, "HELD");
      assertThat(clients.seen()).noneMatch(each -> each.status() != 200 && each.status() != -1);
    }

    assertThat(held.path("reason").path("code").asText()).isEqualTo("PREDICTION_SHIFT");
    assertThat(held.path("effects").path("psi").asDouble()).isGreaterThan(0.1);
    assertThat(held.path("classes")).isNotEmpty();
    assertThat(trial.champion()).isEqualTo("1");
    Serin.Answer promoted = trial.act(id, "promote", ",\"force\":true");
    assertThat(promoted.status()).as(promoted.body()).isEqualTo(200);
    assertThat(trial.champion()).isEqualTo("2");
    trial.proved(id);
  }

  @Test
  @DisplayName("12: a canary that does not load never gets a request")
  void aCanaryThatDoesNotLoadNeverGetsARequest() {
    OnTrial trial = OnTrial.of(serin, "s12");
    String version = trial.upload("again");
    damage(digest(trial, version));
    String id = trial.start(version, OnTrial.QUICK);

    JsonNode failed = trial.until(id, "FAILED");

    assertThat(failed.path("reason").path("code").asText()).isEqualTo("LOAD");
    assertThat(failed.path("arms").path("canary").path("calls").asLong()).isZero();
    assertThat(trial.champion()).isEqualTo("1");
    assertThat(trial.ask(2).header("Serin-Model-Version")).isEqualTo("1");
    Serin.Answer corrupt =
        serin.post(trial.path("/versions?file=model.onnx"), "no model at all".getBytes());
    assertThat(corrupt.status()).isEqualTo(422);
    trial.proved(id);
  }

  private String digest(OnTrial trial, String version) {
    JsonNode versions = serin.get(trial.path("")).fine().path("versions");
    for (JsonNode each : versions) {
      if (each.path("version").asText().equals(version)) {
        return each.path("digest").asText();
      }
    }
    throw new AssertionError("no version " + version);
  }

  /** Overwrites what the store keeps of an artifact, as a broken disk would. */
  private void damage(String digest) {
    Path artifacts = scratch.resolve("data").resolve("artifacts");
    try (Stream<Path> all = Files.walk(artifacts)) {
      List<Path> files =
          all.filter(Files::isRegularFile)
              .filter(path -> path.toString().contains(digest.substring(0, 16)))
              .filter(path -> !path.getFileName().toString().contains("manifest"))
              .toList();
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        assertThat(file.toFile().setWritable(true)).isTrue();
        Files.write(file, new byte[] {1, 2, 3});
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  @DisplayName("13: without traffic probes prove it, and without probes nothing does")
  void withoutTrafficProbesProveIt() {
    OnTrial probed = OnTrial.of(serin, "s13");
    OnTrial alone = OnTrial.of(serin, "s13-alone");
    String id = probed.start(probed.upload("again"), OnTrial.QUICK);
    String other = alone.start(alone.upload("again"), OnTrial.QUICK + NO_PROBES);

    JsonNode promoted = probed.until(id, "BAKING", "COMPLETED");
    JsonNode held = alone.until(other, "HELD");

    assertThat(promoted.path("evidence").asText()).isEqualTo("probe_only");
    assertThat(promoted.path("arms").path("canary").path("probes").asLong()).isGreaterThan(72);
    assertThat(probed.types(id)).contains("PROBES_STARTED", "PROMOTED");
    assertThat(held.path("reason").path("code").asText()).isEqualTo("INSUFFICIENT_EVIDENCE");
    assertThat(alone.types(other)).contains("EXTENDED").doesNotContain("PROMOTED");
    assertThat(alone.champion()).isEqualTo("1");
    probed.proved(id);
    alone.proved(other);
  }

  @Test
  @DisplayName("14: bodies that nobody can read meet no arm and count for none")
  void bodiesThatNobodyCanReadMeetNoArm() {
    OnTrial trial = OnTrial.of(serin, "s14");
    String id = trial.start(trial.upload("again"), OnTrial.QUICK);
    trial.until(id, "CANARY");
    for (int i = 0; i < 20; i++) {
      Serin.Answer answer =
          serin.post("/v2/models/s14/infer", "{\"inputs\":\"no image " + i + "\"}");
      assertThat(answer.status()).isEqualTo(400);
    }

    JsonNode promoted = trial.until(id, "BAKING", "COMPLETED");

    for (String arm : List.of("current", "canary")) {
      JsonNode counts = promoted.path("arms").path(arm);
      assertThat(counts.path("assigned").asLong()).as(arm).isZero();
      assertThat(counts.path("failures").asLong()).as(arm).isZero();
    }
    trial.proved(id);
  }

  @Test
  @DisplayName("26: anybody may take a canary back in any state, twice, but not by a stale view")
  void aCanaryIsTakenBackInAnyState() {
    OnTrial trial = OnTrial.of(serin, "s26");
    takenBackAtOnce(trial);
    takenBackIn(trial, "CANARY", OnTrial.QUICK + NO_PROBES, _ -> {});
    takenBackIn(trial, "SHADOW", OnTrial.QUICK + ",\"shadow\":{\"duration\":\"60s\"}", _ -> {});
    takenBackIn(trial, "PAUSED", OnTrial.QUICK, id -> trial.act(id, "pause", "").fine());
    takenBackIn(
        trial,
        "HELD",
        "\"window\":\"1s\",\"maxWindow\":\"2s\",\"bake\":{\"duration\":\"4s\"}" + NO_PROBES,
        _ -> {});
    takenBackIn(
        trial,
        "BAKING",
        OnTrial.QUICK.replace("4s", "60s") + NO_PROBES,
        id -> trial.act(id, "promote", ",\"force\":true").fine());

    assertThat(trial.champion()).isEqualTo("1");
  }

  /** Before it ever gets a request. */
  private static void takenBackAtOnce(OnTrial trial) {
    String id = trial.start(trial.upload("again"), OnTrial.QUICK);

    Serin.Answer taken = trial.act(id, "rollback", "");

    assertThat(taken.status()).as(taken.body()).isEqualTo(200);
    trial.until(id, "ROLLED_BACK");
    assertThat(trial.types(id)).doesNotContain("CANARY_STARTED");
  }

  private interface Then {
    void act(String id);
  }

  private void takenBackIn(OnTrial trial, String state, String policy, Then then) {
    String id = trial.start(trial.upload("again"), policy);
    if (!state.equals("SHADOW")) {
      trial.until(id, "CANARY", "HELD");
    }
    then.act(id);
    String tag = "\"" + trial.until(id, state).path("revision").asText() + "\"";

    Serin.Answer stale = trial.act(id, "rollback", "", "If-Match", "\"1\"");
    Serin.Answer first = trial.act(id, "rollback", "", "If-Match", tag);
    Serin.Answer second = trial.act(id, "rollback", "");

    assertThat(stale.status()).as(stale.body()).isEqualTo(412);
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(second.status()).as(second.body()).isEqualTo(200);
    assertThat(trial.ask(3).header("Serin-Model-Version")).isEqualTo("1");
    JsonNode after = trial.until(id, "ROLLED_BACK");
    assertThat(after.path("reason").path("code").asText()).isEqualTo("MANUAL");
    JsonNode fact =
        trial.facts(id).stream()
            .filter(
                each -> each.path("body").path("reason").path("text").asText().contains("story"))
            .findFirst()
            .orElseThrow();
    assertThat(fact.path("actor").asText()).isEqualTo("anonymous");
    assertThat(fact.path("body").path("requestId").asText()).isNotBlank();
  }

  @Test
  @DisplayName("27: a promotion without evidence needs to be forced, and the audit says so")
  void aPromotionWithoutEvidenceNeedsToBeForced() {
    OnTrial trial = OnTrial.of(serin, "s27");
    String id = trial.start(trial.upload("again"), OnTrial.QUICK + NO_PROBES);
    trial.until(id, "CANARY");

    Serin.Answer closed = trial.act(id, "promote", "");
    Serin.Answer unreasoned = serin.post(OnTrial.one(id) + "/promote", "{\"force\":true}");
    Serin.Answer forced = trial.act(id, "promote", ",\"force\":true");

    assertThat(closed.status()).isEqualTo(409);
    assertThat(closed.json().path("code").asText()).isEqualTo("GATE_CLOSED");
    assertThat(unreasoned.status()).isEqualTo(400);
    assertThat(forced.status()).as(forced.body()).isEqualTo(200);
    assertThat(fact(trial, id, "PROMOTED").path("body").path("forced").asBoolean()).isTrue();
    assertThat(trial.champion()).isEqualTo("2");
  }

  @Test
  @DisplayName("28: a newer version takes the place of a canary, and inherits no count")
  void aNewerVersionTakesThePlaceOfACanary() {
    OnTrial trial = OnTrial.of(serin, "s28");
    String first = trial.start(trial.upload("again"), OnTrial.QUICK + NO_PROBES);
    trial.until(first, "CANARY");
    for (int i = 0; i < 40; i++) {
      trial.ask(i);
    }
    String third = trial.upload("again");

    Serin.Answer refused = trial.starting(third, OnTrial.QUICK, "");
    Serin.Answer superseding = trial.starting(third, OnTrial.QUICK, ",\"supersede\":true");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(superseding.status()).as(superseding.body()).isEqualTo(202);
    String second = superseding.json().path("id").asText();
    assertThat(trial.state(first)).isEqualTo("SUPERSEDED");
    JsonNode canary = trial.until(second, "CANARY").path("arms").path("canary");
    assertThat(canary.path("calls").asLong()).isZero();
    assertThat(canary.path("version").asText()).isEqualTo("3");
    trial.act(second, "rollback", "").fine();
    trial.until(second, "ROLLED_BACK");
  }

  @Test
  @DisplayName("30: a fault that begins late is found soon")
  void aFaultThatBeginsLateIsFoundSoon() {
    OnTrial trial = OnTrial.of(serin, "s30");
    String policy =
        "\"window\":\"40s\",\"maxWindow\":\"60s\",\"bake\":{\"duration\":\"4s\"}" + NO_PROBES;
    String id = trial.start(trial.upload("nan"), policy);
    trial.until(id, "CANARY");
    AtomicBoolean broken = new AtomicBoolean();
    double onset;
    try (Clients clients =
        new Clients(serin, trial.model(), 50, n -> broken.get() && n % 5 == 0 ? 200 : 7)) {
      Pause.until(
          Duration.ofSeconds(30), () -> trial.rollout(id).path("evalSeconds").asDouble() > 6);
      onset = trial.rollout(id).path("evalSeconds").asDouble();
      broken.set(true);
      trial.until(id, "ROLLING_BACK", "ROLLED_BACK");
      assertThat(clients.failed()).isEmpty();
    }

    double found = decided(fact(trial, id, "ROLLBACK_REQUESTED"));
    assertThat(found / 1000 - onset).isBetween(0.0, 9.0);
    trial.until(id, "ROLLED_BACK");
    trial.proved(id);
  }

  private Serin.Answer as(String user, double x0) {
    return serin.change("POST", "/v2/models/arms/infer", Clients.body(x0), "X-User", user);
  }

  private static boolean canary(Serin.Answer answer) {
    return answer.header("Serin-Model-Used").equals("canary");
  }

  @Test
  void whileThereAreTwoArmsAnswersSayWhichOneItWas() {
    OnTrial trial = OnTrial.of(serin, "arms");
    String id =
        trial.start(
            trial.upload("nan"),
            OnTrial.QUICK + ",\"assignment\":{\"sticky\":{\"header\":\"X-User\"}}" + NO_PROBES);
    trial.until(id, "CANARY");
    String user =
        IntStream.range(0, 64)
            .mapToObj(i -> "user-" + i)
            .filter(it -> canary(as(it, 3)))
            .findFirst()
            .orElseThrow();

    Serin.Answer fine = as(user, 3);
    Serin.Answer failedOver = as(user, 200);

    assertThat(canary(fine)).as("a key stays with its arm").isTrue();
    assertThat(fine.json().path("parameters").path("model_used").asText()).isEqualTo("canary");
    assertThat(fine.json().path("parameters").path("failover").asBoolean()).isFalse();
    assertThat(failedOver.status()).as(failedOver.body()).isEqualTo(200);
    assertThat(failedOver.header("Serin-Failover")).isEqualTo("true");
    assertThat(failedOver.header("Serin-Model-Used")).isEqualTo("current");
    assertThat(failedOver.json().path("parameters").path("failover").asBoolean()).isTrue();
    trial.act(id, "rollback", "").fine();
  }

  @Test
  void feedbackCountsForTheArmThatAnswered() {
    OnTrial trial = OnTrial.of(serin, "labels");
    String id = trial.start(trial.upload("again"), OnTrial.QUICK + NO_PROBES);
    trial.until(id, "CANARY");
    String request =
        Stream.generate(() -> trial.ask(3))
            .limit(64)
            .filter(RolloutStoryTest::canary)
            .findFirst()
            .orElseThrow()
            .header("Serin-Request-Id");
    String said = "{\"request_id\":\"" + request + "\",\"correct\":false}";

    Serin.Answer first = serin.post("/serin/v1/feedback", said);
    Serin.Answer again = serin.post("/serin/v1/feedback", said);

    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(first.json().path("model_used").asText()).isEqualTo("canary");
    assertThat(first.json().path("rollout").asText()).isEqualTo(id);
    assertThat(again.status()).isEqualTo(409);
    assertThat(
            serin.post("/serin/v1/feedback", "{\"request_id\":\"no\",\"correct\":true}").status())
        .isEqualTo(404);
    trial.act(id, "rollback", "").fine();
  }

  @Test
  void aVersionOfAnotherSignatureIsRefusedUnlessSomebodyInsists() {
    OnTrial trial = OnTrial.of(serin, "wide");
    String version = trial.upload("wide");

    Serin.Answer refused = trial.starting(version, OnTrial.QUICK, "");

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.json().path("code").asText()).isEqualTo("SIGNATURE_MISMATCH");
  }

  @Test
  void theCommandsFollowARolloutToItsEnd() {
    OnTrial trial = OnTrial.of(serin, "typed");
    String version = trial.upload("again");

    Commands.Ended started =
        typed(
            "rollout",
            "start",
            "typed",
            "--version",
            version,
            "--set",
            "window=3s",
            "--set",
            "maxWindow=9s",
            "--set",
            "bake.duration=2s",
            "--set",
            "latency.action=observe");
    Commands.Ended watched = typed("rollout", "watch", "typed");
    Commands.Ended waited = typed("rollout", "wait", "typed", "--timeout", "20s");
    Commands.Ended explained = typed("rollout", "explain", "typed");

    assertThat(started.exit()).as(started.output()).isZero();
    assertThat(watched.exit()).as(watched.output()).isZero();
    assertThat(watched.output()).contains("it became the champion");
    assertThat(waited.exit()).as(waited.output()).isZero();
    assertThat(explained.output()).contains("version 2 was to prove itself against version 1");
  }

  private Commands.Ended typed(String... words) {
    return Commands.run(scratch, Map.of("SERIN_SERVER", serin.address().toString()), words);
  }
}
