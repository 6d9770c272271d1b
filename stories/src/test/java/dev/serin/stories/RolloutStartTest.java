package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What begins a roll-out without a call for it: a changed file, and aliases that move. */
class RolloutStartTest {
  private static final String POLICY =
      "{\"window\":\"2s\",\"maxWindow\":\"9s\",\"bake\":{\"duration\":\"1s\"},"
          + "\"latency\":{\"action\":\"observe\"}}";

  @TempDir Path scratch;

  @Test
  void aChangedFileHasToProveItself() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("models"));
    Models.put(folder.resolve("price.onnx"), OnTrial.stamped("steady"));
    try (Serin serin =
        Serin.serve(
            scratch.resolve("data"),
            folder.toString(),
            "--source.on-change",
            "canary",
            "--rollout.policy",
            POLICY)) {
      OnTrial trial = OnTrial.again(serin, "price");
      Models.put(folder.resolve("price.onnx"), OnTrial.stamped("again"));

      String id = newest(serin);
      trial.until(id, "COMPLETED");
      assertThat(trial.champion()).isEqualTo("2");
      assertThat(trial.ask(2).header("Serin-Model-Version")).isEqualTo("2");
      trial.proved(id);

      Files.writeString(folder.resolve("price.onnx"), "no model at all");
      assertThat(
              Pause.until(
                  Duration.ofSeconds(30),
                  () -> serin.get("/serin/v1/models/price").fine().has("refused")))
          .isTrue();
      assertThat(newest(serin)).isEqualTo(id);
      assertThat(trial.ask(2).header("Serin-Model-Version")).isEqualTo("2");
    }
  }

  @Test
  void anAliasThatMovesBeginsOne() {
    try (Serin serin = Serin.serve(scratch.resolve("data"), "--rollout.policy", POLICY)) {
      OnTrial trial = OnTrial.of(serin, "price");
      String second = trial.upload("again");
      serin.put(trial.path("/aliases/challenger"), "{\"version\":\"" + second + "\"}").fine();

      String first = newest(serin);
      trial.until(first, "COMPLETED");
      assertThat(trial.champion()).isEqualTo(second);

      serin.put(trial.path("/deployment"), "{\"promotion\":\"canary\"}").fine();
      String third = trial.upload("again");
      Serin.Answer moved = trial.champion(third);
      assertThat(moved.status()).as(moved.body()).isLessThan(300);
      assertThat(Pause.until(Duration.ofSeconds(20), () -> !newest(serin).equals(first))).isTrue();
      assertThat(trial.ask(2).header("Serin-Model-Version")).isIn(second, third);
      trial.until(newest(serin), "COMPLETED");
      assertThat(trial.champion()).isEqualTo(third);
    }
  }

  private static String newest(Serin serin) {
    JsonNode[] found = new JsonNode[1];
    assertThat(
            Pause.until(
                Duration.ofSeconds(30),
                () -> {
                  found[0] = serin.get("/serin/v1/models/price/rollouts").fine().path("rollouts");
                  return found[0].size() > 0;
                }))
        .as(serin::output)
        .isTrue();
    return found[0].path(0).path("id").asText();
  }
}
