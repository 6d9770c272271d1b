package dev.serin.stories;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongToDoubleFunction;

/**
 * Requests to one model at a constant rate, whatever the answers take (an open loop), until closed.
 * The n-th asks for {@code x0 / 2 + 1}.
 */
final class Clients implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final URI address;
  private final LongToDoubleFunction first;
  private final Thread pacer;
  private volatile boolean over;

  /** One answer: status 0 when there was none, and then the body says why. */
  record Seen(long asked, int status, String used, String version, boolean failover, String body) {
    boolean fine() {
      return status == 200;
    }
  }

  /** Asks so many times a second; {@code first} gives x0 of the n-th request. */
  Clients(Serin serin, String model, int perSecond, LongToDoubleFunction first) {
    this.address = serin.address().resolve("/v2/models/" + Serin.segment(model) + "/infer");
    this.first = first;
    long gap = 1_000_000_000L / perSecond;
    this.pacer = Thread.ofPlatform().daemon().start(() -> pace(gap));
  }

  private void pace(long gap) {
    long next = System.nanoTime();
    for (long n = 0; !over; n++) {
      long at = n;
      calls.execute(() -> ask(first.applyAsDouble(at)));
      next += gap;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  static String body(double x0) {
    return String.format(
        Locale.ROOT,
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[%s,1]}]}",
        x0);
  }

  private void ask(double x0) {
    long asked = System.nanoTime();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER)
            .POST(BodyPublishers.ofString(body(x0)))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      seen.add(read(asked, answer, x0));
    } catch (IOException | RuntimeException failed) {
      seen.add(new Seen(asked, 0, "", "", false, "" + failed));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Seen read(long asked, HttpResponse<String> answer, double x0) {
    String used = answer.headers().firstValue("Serin-Model-Used").orElse("");
    String version = answer.headers().firstValue("Serin-Model-Version").orElse("");
    boolean failover = answer.headers().firstValue("Serin-Failover").isPresent();
    boolean right = answer.statusCode() == 200 && right(Jsons.read(answer.body()), x0);
    int status = answer.statusCode() == 200 && !right ? -1 : answer.statusCode();
    return new Seen(asked, status, used, version, failover, answer.body());
  }

  private static boolean right(JsonNode answer, double x0) {
    double given = answer.path("outputs").path(0).path("data").path(0).asDouble(Double.NaN);
    return Math.abs(given - (x0 / 2 + 1)) < 1e-9;
  }

  /** All answers until now; a status of -1 is a wrong answer. */
  List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** The answers that are no right ones. */
  List<Seen> failed() {
    return seen.stream().filter(each -> !each.fine()).toList();
  }

  /** Stops asking and waits for what was asked. */
  @Override
  public void close() {
    over = true;
    try {
      pacer.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    calls.close();
    client.close();
  }
}
