package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README do what it says; the server has a free port and a scratch folder. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final String ADDRESS = "http://127.0.0.1:8086";
  private static final Pattern PRINTED = Pattern.compile("http://127\\.0\\.0\\.1:([1-9]\\d*)");

  @TempDir Path scratch;

  /** A fenced block: the language that it names, and its text. */
  private record Block(String language, String text) {}

  @Test
  void itsCommandsRunAndPrintWhatItSays() throws IOException {
    launcher();
    List<Block> blocks = blocks();
    Map<String, String> environment = new HashMap<>(Map.of("SERIN_PORT", "0"));
    List<Process> servers = new ArrayList<>();
    int run = 0;
    try {
      for (int i = 0; i < blocks.size(); i++) {
        Block block = blocks.get(i);
        if (!block.language().equals("sh") || block.text().startsWith("./do ")) {
          continue;
        }
        run++;
        if (block.text().startsWith("./serin serve")) {
          servers.add(served(block.text(), environment));
          continue;
        }
        String printed = printed(block.text(), environment);
        if (i + 1 < blocks.size() && blocks.get(i + 1).language().equals("json")) {
          assertThat(printed.strip()).isEqualTo(blocks.get(i + 1).text().strip());
        }
      }
    } finally {
      servers.forEach(Process::destroy);
      servers.forEach(server -> Commands.exit(server, Duration.ofSeconds(30)));
    }
    assertThat(servers).hasSize(1);
    assertThat(run).isGreaterThan(2);
  }

  /** What a clone has at its top, without a build in the middle of the tests. */
  private void launcher() throws IOException {
    String words =
        Commands.launch().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Path serin =
        Files.writeString(scratch.resolve("serin"), "#!/bin/sh\nexec " + words + " \"$@\"\n");
    assertThat(serin.toFile().setExecutable(true)).isTrue();
    copyExamples();
  }

  private void copyExamples() throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("examples/models"));
    try (Stream<Path> files = Files.list(Commands.top().resolve("examples/models"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  private static List<Block> blocks() throws IOException {
    return BLOCK
        .matcher(Files.readString(Commands.top().resolve("README.md")))
        .results()
        .map((MatchResult found) -> new Block(found.group(1), found.group(2)))
        .toList();
  }

  private Process served(String command, Map<String, String> environment) throws IOException {
    Process process = shell(command, environment);
    Output output = new Output(process);
    String address = output.await(PRINTED, Duration.ofSeconds(60)).group();
    environment.put("SERIN_SERVER", address);
    output.await(Pattern.compile("curl"), Duration.ofSeconds(60));
    return process;
  }

  private String printed(String command, Map<String, String> environment) throws IOException {
    if (command.startsWith("curl") && !installed("curl")) {
      boolean required = "required".equals(System.getenv("INFRA"));
      Assumptions.assumeFalse(!required, "curl is not installed");
    }
    String here = command.replace(ADDRESS, environment.getOrDefault("SERIN_SERVER", ADDRESS));
    Process process = shell(here, environment);
    Output output = new Output(process);
    int exit = Commands.exit(process, Duration.ofSeconds(60));
    assertThat(exit).as(() -> command + "\n" + output.whole()).isZero();
    return output.whole();
  }

  private static boolean installed(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private Process shell(String command, Map<String, String> environment) throws IOException {
    String replacing = command.startsWith("./serin") ? "exec " + command : command;
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", replacing)
            .directory(scratch.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }
}
