package dev.serin.stories;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code serin} commands in processes of their own, as the launcher does. */
final class Commands {
  private static final Duration COMMAND = Duration.ofSeconds(60);

  private Commands() {}

  /** How a command ended and all that it printed. */
  record Ended(int exit, String output) {}

  /** The folder of the repository. */
  static Path top() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("house.txt"))) {
      here = here.getParent();
    }
    return here;
  }

  /** The words that start {@code serin} without its launcher. */
  static List<String> launch() {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx512m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        classes,
        "dev.serin.app.Main");
  }

  static Process start(Path folder, Map<String, String> environment, List<String> words) {
    List<String> all = new ArrayList<>(launch());
    all.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(all).directory(folder.toFile()).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().keySet().removeIf(name -> name.startsWith("SERIN_"));
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Runs one command to its end. */
  static Ended run(Path folder, Map<String, String> environment, String... words) {
    Process process = start(folder, environment, List.of(words));
    Output output = new Output(process);
    int exit = exit(process, COMMAND);
    return new Ended(exit, output.whole());
  }

  static int exit(Process process, Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("process " + process.pid() + " did not end");
      }
      return process.exitValue();
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }
}
