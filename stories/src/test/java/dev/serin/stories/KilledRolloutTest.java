package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a roll-out: it goes on where it was. */
class KilledRolloutTest {
  private static final String POLICY =
      "\"window\":\"12s\",\"maxWindow\":\"24s\",\"bake\":{\"duration\":\"4s\"},"
          + "\"latency\":{\"action\":\"observe\"}";

  @TempDir Path scratch;

  @Test
  @DisplayName("18: after kill -9 counters and clock are as they were a second before")
  void afterAKillItGoesOnWhereItWas() {
    String id;
    JsonNode before;
    try (Serin serin = Serin.serve(scratch.resolve("data"))) {
      OnTrial trial = OnTrial.of(serin, "price");
      id = trial.start(trial.upload("again"), POLICY);
      trial.until(id, "CANARY");
      String rollout = id;
      for (int i = 0; i < 60; i++) {
        trial.ask(i % 50);
      }
      assertThat(Pause.until(Duration.ofSeconds(30), () -> seconds(trial, rollout) > 6)).isTrue();
      before = trial.rollout(id);
      serin.kill();
    }
    try (Serin serin = Serin.serve(scratch.resolve("data"))) {
      OnTrial trial = OnTrial.again(serin, "price");
      JsonNode after = trial.until(id, "CANARY");

      assertThat(after.path("evalSeconds").asDouble())
          .isBetween(
              before.path("evalSeconds").asDouble() - 2, before.path("evalSeconds").asDouble() + 3);
      assertThat(calls(after)).isEqualTo(calls(before));
      assertThat(after.path("uncleanRestarts").asInt()).isEqualTo(1);
      for (int i = 0; i < 200; i++) {
        assertThat(trial.ask(i % 50).status()).isEqualTo(200);
      }
      JsonNode promoted = trial.until(id, "BAKING", "COMPLETED");
      assertThat(trial.types(id)).contains("RECOVERED", "PROMOTED");
      assertThat(promoted.path("toVersion").asText()).isEqualTo(trial.champion());
      assertThat(serin.get("/serin/v1/audit/verify").fine().path("sound").asBoolean()).isTrue();
      trial.proved(id);
    }
  }

  private static double seconds(OnTrial trial, String id) {
    return trial.rollout(id).path("evalSeconds").asDouble();
  }

  private static long calls(JsonNode rollout) {
    JsonNode arms = rollout.path("arms");
    return arms.path("current").path("calls").asLong() + arms.path("canary").path("calls").asLong();
  }
}
