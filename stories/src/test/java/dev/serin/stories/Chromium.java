package dev.serin.stories;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A browser without a window, over a profile of its own that is nobody else's. */
final class Chromium implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("DevTools listening on ws://([^/]+)/");
  private static final Duration START = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String address;

  private Chromium(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it; without one on the PATH the test is skipped, unless everything is required. */
  static Chromium start(Path profile) {
    Optional<Path> program = program();
    boolean required = "required".equals(System.getenv("INFRA"));
    Assumptions.assumeTrue(program.isPresent() || required, "chromium is not installed");
    Path found = program.orElseThrow(() -> new AssertionError("chromium is not installed"));
    ProcessBuilder builder =
        new ProcessBuilder(
            found.toString(),
            "--headless=new",
            "--no-sandbox", // the checks run as root, and it opens only pages of the test
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank");
    builder.environment().put("TMPDIR", profile.toString());
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    try {
      Files.createDirectories(profile);
      Process process = builder.start();
      return new Chromium(process, new Output(process).await(LISTENS, START).group(1));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Optional<Path> program() {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv("PATH"))
        .flatMap(folder -> Stream.of("chromium", "chromium-browser").map(Path.of(folder)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A new page of this size. */
  Tab tab(int width, int height) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?about:blank"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    String answer =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofString())
            .thenApply(HttpResponse::body)
            .join();
    URI page = URI.create(Jsons.read(answer).path("webSocketDebuggerUrl").asText());
    Tab tab = new Tab(client, page);
    tab.size(width, height);
    return tab;
  }

  @Override
  public void close() {
    client.shutdownNow();
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy(); // it puts its profile in order, then ends its children
    Commands.exit(process, START);
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
