package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules that come with Serin: Prometheus takes them, and Serin shows what they name. */
class AlertRulesTest {
  private static final Path ALERTS = Commands.top().resolve("docs/alerts");
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:canary|serving|audit)_[a-z0-9_]+?)(?:_bucket)?\\b(?=[^a-z0-9_])");

  @TempDir Path scratch;

  @Test
  void prometheusTakesTheRulesAndTheyAlarmAsTheySay() throws IOException {
    boolean required = "required".equals(System.getenv("INFRA"));
    if (!required) {
      Assumptions.assumeTrue(installed(), "promtool is not installed (Debian: prometheus)");
    }
    promtool("check", "rules", "serin.rules.yml");
    promtool("test", "rules", "serin.rules.test.yml");
  }

  private static boolean installed() {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
  }

  private static void promtool(String... words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("promtool");
    builder.command().addAll(java.util.List.of(words));
    Process process = builder.directory(ALERTS.toFile()).redirectErrorStream(true).start();
    Output output = new Output(process);
    int exit = Commands.exit(process, Duration.ofSeconds(60));
    assertThat(exit).as(output::whole).isZero();
  }

  @Test
  void everyMetricThatARuleNamesIsShown() throws IOException {
    Set<String> named =
        Files.readAllLines(ALERTS.resolve("serin.rules.yml")).stream()
            .filter(line -> !line.contains("description:") && !line.contains("summary:"))
            .flatMap(line -> METRIC.matcher(line + " ").results().map(found -> found.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).hasSizeGreaterThan(12);
    try (Serin serin = Serin.serve(scratch.resolve("data"))) {
      OnTrial trial = OnTrial.of(serin, "price");
      String id = trial.start(trial.upload("again"), OnTrial.QUICK);
      trial.until(id, "CANARY");
      assertThat(trial.ask(3).status()).isEqualTo(200);
      trial.act(id, "rollback", "").fine();
      trial.until(id, "ROLLED_BACK");

      assertThat(Pause.until(Duration.ofSeconds(20), () -> missing(serin, named).isEmpty()))
          .as(() -> "not shown: " + missing(serin, named))
          .isTrue();
    }
  }

  private static Set<String> missing(Serin serin, Set<String> named) {
    Set<String> shown =
        serin
            .get("/metrics")
            .body()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.replaceAll("[{ ].*", "").replaceAll("_bucket$", ""))
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>(named);
    missing.removeAll(shown);
    return missing;
  }
}
