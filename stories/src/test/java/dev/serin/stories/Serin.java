package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real server in a process of its own, used only through its doors: command line, printed lines,
 * HTTP. Any thread.
 */
final class Serin implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:([1-9]\\d*)");

  private final Process process;
  private final Output output;
  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Serin(Process process, Output output, URI address) {
    this.process = process;
    this.output = output;
    this.address = address;
  }

  /** Starts {@code serve} on a free port over {@code data}, and waits until it is ready. */
  static Serin serve(Path data, String... words) {
    return serve(data, Map.of(), words);
  }

  static Serin serve(Path data, Map<String, String> environment, String... words) {
    List<String> all = new ArrayList<>(List.of("serve"));
    all.addAll(List.of(words));
    all.addAll(List.of("--port", "0", "--data", data.toString()));
    Process process = Commands.start(data.toAbsolutePath().getParent(), environment, all);
    Output output = new Output(process);
    Matcher address = output.await(ADDRESS, START);
    Serin serin = new Serin(process, output, URI.create(address.group()));
    serin.awaitReady();
    return serin;
  }

  private void awaitReady() {
    long end = System.nanoTime() + START.toNanos();
    Answer answer = get("/readyz");
    while (answer.status() != 200 && System.nanoTime() < end) {
      Pause.millis(20);
      answer = get("/readyz");
    }
    assertThat(answer.status()).as(() -> "ready\n" + output.text()).isEqualTo(200);
  }

  URI address() {
    return address;
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  String output() {
    return output.text();
  }

  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Answer get(String path) {
    return sent(request(path).GET().build());
  }

  Answer post(String path) {
    return sent(request(path).POST(BodyPublishers.noBody()).build());
  }

  Answer post(String path, String json) {
    return sent(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  Answer put(String path, String json) {
    return sent(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json))
            .build());
  }

  Answer change(String method, String path, String json, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json));
    return sent((headers.length == 0 ? request : request.headers(headers)).build());
  }

  Answer post(String path, byte[] body) {
    return sent(
        request(path)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER);
  }

  /** Sends; a server that dies under the request is an {@link UncheckedIOException}. */
  private Answer sent(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      String body = new String(response.body(), StandardCharsets.UTF_8);
      return new Answer(response.statusCode(), body, response.headers());
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  /** Ends it by {@code kill -9} and waits for its end. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to stop by SIGTERM and gives its exit code. */
  int stop() {
    process.destroy();
    return awaitEnd();
  }

  private int awaitEnd() {
    return Commands.exit(process, STOP);
  }

  @Override
  public void close() {
    client.shutdownNow();
    if (process.isAlive()) {
      process.destroy();
      try {
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException stopped) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A status and a body. */
  record Answer(int status, String body, HttpHeaders headers) {
    /** The first value of a header, empty when there is none. */
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    JsonNode json() {
      return Jsons.read(body);
    }

    /** The body, after a check that the status is 200. */
    JsonNode fine() {
      assertThat(status).as(body).isEqualTo(200);
      return json();
    }
  }
}
