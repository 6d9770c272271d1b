package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Whole roll-outs under 200 requests a second that wait for nobody: no request fails while versions
 * are published, promoted and taken back. Three by default, ten under {@code ./do story canary}.
 */
@Tag("canary")
@Isolated("it takes all processors")
class UnderLoadTest {
  private static final boolean STORY = "canary".equals(System.getProperty("serin.story"));
  private static final int ROLLOUTS = STORY ? 10 : 3;
  private static final int RATE = 200;

  @TempDir Path scratch;

  @Test
  void noRequestFailsWhileVersionsComeAndGo() {
    try (Serin serin = Serin.serve(scratch.resolve("data"))) {
      OnTrial trial = OnTrial.of(serin, "price");
      try (Clients clients = new Clients(serin, "price", RATE, n -> n % 20 == 0 ? 200 : n % 50)) {
        for (int i = 0; i < ROLLOUTS; i++) {
          boolean healthy = i % 3 != 1;
          String before = trial.champion();
          String version = trial.upload(healthy ? "again" : "nan");
          String id = trial.start(version, OnTrial.QUICK.replace("\"4s\"", "\"2s\""));
          String end = trial.until(id, "COMPLETED", "ROLLED_BACK").path("state").asText();
          assertThat(end).as(serin::output).isEqualTo(healthy ? "COMPLETED" : "ROLLED_BACK");
          assertThat(trial.champion()).isEqualTo(healthy ? version : before);
          trial.proved(id);
        }
        String failed =
            clients.failed().stream()
                .limit(5)
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
        assertThat(clients.failed()).as(failed).isEmpty();
        assertThat(clients.seen()).hasSizeGreaterThan(RATE * ROLLOUTS * 3);
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "serin.story", matches = "canary")
  void aRolloutByTheDefaultsTakesThreeMinutes() {
    try (Serin serin = Serin.serve(scratch.resolve("data"));
        Clients clients = clients(serin)) {
      OnTrial trial = OnTrial.again(serin, "price");
      String id = trial.start(trial.upload("again"), "");
      long began = System.nanoTime();
      assertThat(
              Pause.until(java.time.Duration.ofMinutes(5), () -> trial.state(id).equals("BAKING")))
          .as(() -> trial.rollout(id).toString())
          .isTrue();
      double seconds = (System.nanoTime() - began) / 1e9;

      assertThat(seconds).isBetween(178.0, 200.0);
      long evaluated =
          trial.facts(id).stream()
              .filter(fact -> fact.path("type").asText().equals("PROMOTED"))
              .findFirst()
              .orElseThrow()
              .path("body")
              .path("evidence")
              .path("timeline")
              .path("evalMillis")
              .asLong();
      assertThat(evaluated).isBetween(180_000L, 182_500L);
      assertThat(clients.failed()).isEmpty();
      trial.proved(id);
    }
  }

  private static Clients clients(Serin serin) {
    OnTrial.of(serin, "price");
    return new Clients(serin, "price", 10, n -> n % 50);
  }
}
