package dev.serin.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.StubServer;
import dev.serin.cli.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutCommandsTest {
  private static final String BODY =
      """
      {"id":"r-1","model":"price","state":"%s","fromVersion":"1","toVersion":"2","weight":0.5,
       "evalSeconds":43.2,"secondsToDecision":137,"evidence":"live",
       "reason":%s,"gate":{"open":false,"needed":73,"have":61},
       "arms":{"current":{"version":"1","calls":1081,"failures":10,"failovers":0,
                          "p50":1200000,"p95":2500000,"p99":3100000},
               "canary":{"version":"2","calls":1074,"failures":31,"failovers":31,
                         "p50":900,"p95":2500000000,"p99":null}},
       "tests":{"E2":{"logE":4.71,"threshold":4.605,"fires":true},
                "L":{"logE":null,"threshold":4.605,"fires":false}},
       "split":{"wanted":0.5,"observed":0.493,"calls":2155},"revision":7}
      """;
  private static final String REASON =
      "{\"code\":\"ERROR_RELATIVE\",\"text\":\"canary failed 31 of 1074 calls (2.9 %)\"}";
  private static final String EVENTS =
      """
      {"events":[
       {"position":5,"at":"2026-11-20T21:00:00Z","actor":"ana","type":"CREATED",
        "body":{"current":{"version":"1"},"canary":{"version":"2"},
                "reason":{"code":"CREATED","text":"version 1 to 2"}}},
       {"position":9,"at":"2026-11-20T21:01:05Z","actor":"system:judge","type":"ROLLBACK_REQUESTED",
        "body":{"reason":%s,"forced":false,
         "evidence":{"findings":{"tests":{"E2":{"logE":4.71,"threshold":4.605,"fires":true}}}}}}]}
      """
          .formatted(REASON);

  @TempDir Path folder;
  private final StubServer server = new StubServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private Typed typed(String... words) {
    return typed(false, words);
  }

  private Typed typed(boolean terminal, String... words) {
    return Typed.line(
        RolloutCommands.all(), Map.of("SERIN_SERVER", server.address()), terminal, words);
  }

  private void stands(String state, String reason) {
    server.on("GET /serin/v1/rollouts/r-1", 200, BODY.formatted(state, reason));
    server.on("GET /serin/v1/rollouts/r-1/events?since=0", 200, EVENTS);
  }

  @Test
  void aStartSendsVersionPolicyAndKey() throws IOException {
    Path policy = Files.writeString(folder.resolve("p.json"), "{\"window\":\"6s\",\"bake\":{}}");
    server.on("POST /serin/v1/models/price/rollouts", 202, BODY.formatted("PENDING", "null"));

    var typed =
        typed(
            "rollout",
            "start",
            "price",
            "--version",
            "2",
            "--policy",
            policy.toString(),
            "--set",
            "bake.duration=5m",
            "--set",
            "split=0.2",
            "--key",
            "build-7");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).contains("price: version 1 → 2 is PENDING (r-1)");
    assertThat(server.seen().getFirst().text())
        .isEqualTo(
            "{\"version\":\"2\",\"policy\":{\"window\":\"6s\",\"bake\":{\"duration\":\"5m\"},"
                + "\"split\":0.2},\"idempotencyKey\":\"build-7\",\"supersede\":false,"
                + "\"allowSignatureChange\":false}");
  }

  @Test
  void aModelStandsForItsNewestRollout() {
    server.on(
        "GET /serin/v1/models/price/rollouts",
        200,
        "{\"rollouts\":[" + BODY.formatted("CANARY", "null") + "]}");
    server.on("GET /serin/v1/rollouts/price", 404, "{\"code\":\"ROLLOUT_UNKNOWN\"}");

    var typed = typed("rollout", "status", "price");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out().lines().map(line -> line.replaceAll(" +", " ").strip()))
        .contains(
            "price: version 1 → 2 is CANARY (r-1)",
            "50.0 % of the requests wanted, 49.3 % seen",
            "0:43 evaluated, 2:17 to the decision, evidence live",
            "calls 1,081 1,074",
            "failures 10 (0.9 %) 31 (2.9 %)",
            "p50 1.20 ms 1 us",
            "p95 2.50 ms 2.50 s",
            "p99 3.10 ms -",
            "E2 4.71 4.61 fires the canary fails more often than the current version");
  }

  @Test
  void anActionNeedsAReasonAndMayNameARevision() {
    stands("CANARY", "null");
    server.on("POST /serin/v1/rollouts/r-1/promote", 200, BODY.formatted("BAKING", "null"));
    server.on("PATCH /serin/v1/rollouts/r-1/weight", 200, BODY.formatted("CANARY", "null"));

    assertThat(typed("rollout", "promote", "r-1").exit()).isEqualTo(2);
    var forced = typed("rollout", "promote", "r-1", "--force", "--reason", "why not");
    var weighed = typed("rollout", "weight", "r-1", "0.1", "--reason", "slowly");

    assertThat(forced.exit()).isZero();
    assertThat(forced.out()).contains("is BAKING");
    assertThat(weighed.exit()).isZero();
    assertThat(server.seen().stream().map(StubServer.Seen::text))
        .contains(
            "{\"reason\":\"why not\",\"force\":true}", "{\"reason\":\"slowly\",\"weight\":0.1}");
  }

  @Test
  void waitingEndsWithOneWhenItWasRolledBack() {
    stands("CANARY", "null");
    server.on(
        "GET /serin/v1/rollouts/r-1/wait?timeout=20s", 409, BODY.formatted("ROLLED_BACK", REASON));

    var typed = typed("rollout", "wait", "r-1", "--timeout", "20s");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.out()).contains("ROLLED_BACK", "ERROR_RELATIVE: canary failed 31");
  }

  @Test
  void waitingEndsWithZeroWhenItWasPromoted() {
    stands("CANARY", "null");
    server.on("GET /serin/v1/rollouts/r-1/wait", 200, BODY.formatted("BAKING", "null"));

    assertThat(typed("rollout", "wait", "r-1").exit()).isZero();
  }

  @Test
  void watchingPrintsALineForEachFactWhereNobodySits() {
    stands("ROLLED_BACK", REASON);

    var typed = typed("rollout", "watch", "r-1");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.out())
        .contains("2026-11-20T21:00:00Z version 2 was to prove itself against version 1 (by ana)")
        .contains("it was decided to take it back (by system:judge): ERROR_RELATIVE: canary failed")
        .doesNotContain("\033[");
  }

  @Test
  void watchingOnATerminalShowsTheWholeView() {
    stands("COMPLETED", "null");

    var typed = typed(true, "rollout", "watch", "r-1");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).contains("TEST", "0:43 evaluated", "[#########################.....]");
  }

  @Test
  void anExplanationTellsWhichTestReachedItsLine() {
    stands("ROLLED_BACK", REASON);

    var typed = typed("rollout", "explain", "r-1");

    assertThat(typed.out())
        .contains("   0:00  version 2 was to prove itself")
        .contains("   1:05  it was decided to take it back")
        .contains(
            "test E2 (the canary fails more often than the current version): log e-value 4.71");
  }

  @Test
  void aSimulationSaysWhatWouldHaveBeenDecided() {
    stands("COMPLETED", "null");
    server.on(
        "POST /serin/v1/rollouts/r-1/simulate",
        200,
        "{\"outcome\":\"ROLLBACK\",\"reason\":"
            + REASON
            + ",\"points\":[{\"evalSeconds\":12.0,\"verdict\":\"ROLLBACK\",\"reason\":null}]}");

    var typed = typed("rollout", "simulate", "r-1", "--set", "errors.slo=0.01");

    assertThat(typed.out())
        .contains("with this policy: ROLLBACK, ERROR_RELATIVE", "0:12  ROLLBACK");
    assertThat(server.seen().getLast().text())
        .isEqualTo("{\"policy\":{\"errors\":{\"slo\":0.01}}}");
  }

  @Test
  void theHistoryListsRolloutsAndARevertNamesAVersion() {
    server.on(
        "GET /serin/v1/models/price/history",
        200,
        "{\"rollouts\":[" + BODY.formatted("COMPLETED", "null") + "]}");
    server.on("POST /serin/v1/models/price/revert", 200, "{\"model\":\"price\",\"version\":\"1\"}");

    assertThat(typed("rollout", "history", "price").out()).contains("r-1", "COMPLETED");
    var reverted = typed("rollout", "revert", "price", "--to", "1", "--reason", "worse");
    assertThat(reverted.out()).contains("price version 1 is champion");
    assertThat(server.seen().getLast().text())
        .isEqualTo("{\"reason\":\"worse\",\"toVersion\":\"1\"}");
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(typed("completion", "fish").out()).contains("-a watch", "-l allow-signature-change");
    assertThat(typed("rollout", "--help").out()).contains("simulate", "explain", "rollback");
  }
}
