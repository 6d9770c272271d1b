package dev.serin.plug.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.training.BoundedLog;
import dev.serin.training.Executor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private Executor.Task task(String... command) {
    return new Executor.Task(
        "job-1",
        List.of(command),
        Map.of("EPOCHS", "3"),
        folder,
        new BoundedLog(folder.resolve("log.txt"), 1 << 20));
  }

  private static boolean alive(Path file) throws IOException {
    // what was killed stays a zombie until its new parent looks after it
    Path stat = Path.of("/proc", Files.readString(file).strip(), "stat");
    return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }

  @Test
  void aCommandGivesItsExitCodeItsOutputAndItsVariables() throws Exception {
    Executor local = new LocalProcess(folder);

    try (var running =
        local.start(task("sh", "-c", "echo e=$EPOCHS; echo wrong >&2; pwd; exit 7"))) {
      assertThat(running.await(LONG)).hasValue(7);
    }
    assertThat(Files.readString(folder.resolve("log.txt")))
        .contains("e=3\nwrong\n", folder.toRealPath().toString());
  }

  @Test
  void withACommandEndsEverythingThatItStarted() throws Exception {
    Executor local = new LocalProcess(folder);
    String script =
        "(sh -c 'echo $$ > child; exec sleep 100' &); setsid sh -c 'echo $$ > far; exec sleep 100'"
            + " >/dev/null 2>&1 & sleep 0.3; while ! [ -s child ] || ! [ -s far ]; do sleep 0.05;"
            + " done; exit 0";

    try (var running = local.start(task("sh", "-c", script))) {
      assertThat(running.await(LONG)).hasValue(0);
    }
    assertThat(alive(folder.resolve("child"))).isFalse();
    assertThat(alive(folder.resolve("far"))).isFalse();
  }

  @Test
  void whatTakesTooLongCanBeEnded() throws Exception {
    Executor local = new LocalProcess(folder);

    try (var running = local.start(task("sh", "-c", "trap '' TERM; sleep 100; sleep 100"))) {
      assertThat(running.await(Duration.ofMillis(50))).isEmpty();
      running.end();
      assertThat(running.await(LONG)).hasValue(137);
    }
  }

  @Test
  void whatAnEarlierServerLeftBehindIsFoundByItsMark() throws Exception {
    Executor earlier = new LocalProcess(folder);
    var left = earlier.start(task("sh", "-c", "echo $$ > left; exec sleep 100"));
    Executor other = new LocalProcess(folder.resolve("of-another-server"));

    other.sweep("job-1");
    assertThat(left.await(Duration.ofMillis(200))).isEmpty();
    new LocalProcess(folder).sweep("job-1");

    assertThat(left.await(LONG)).hasValue(137);
  }

  @Test
  void aCommandThatIsNotThereCannotRun() throws Exception {
    try (var running = new LocalProcess(folder).start(task("/no/such/command"))) {
      assertThat(running.await(LONG)).isNotEqualTo(java.util.Optional.of(0));
    } catch (IOException said) {
      assertThat(said).hasMessageContaining("/no/such/command");
    }
  }
}
