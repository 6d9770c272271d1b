package dev.serin.stories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.serin.web.Answer;
import dev.serin.web.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Plays a server with one model in one phase: the real page with the headers of the real server,
 * and recorded answers behind it. Any thread.
 */
final class Played implements AutoCloseable {
  private static final String FORM = "application/json";

  private final String model;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<String> resumed = new CopyOnWriteArrayList<>();
  private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
  private final AtomicInteger ticks = new AtomicInteger();
  private volatile Optional<Phase> phase;
  private volatile boolean streaming = true;
  private volatile int refusal;
  private volatile int pace = 1_000;

  /** A request that wants to change something. */
  record Asked(String method, String path, String revision, JsonNode body) {}

  Played(String model, Optional<Phase> phase) {
    this.model = model;
    this.phase = phase;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The address of the model's page. */
  String page() {
    return home()
        + "rollouts/"
        + URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
  }

  String home() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** After which events streams were asked for. */
  List<String> resumed() {
    return List.copyOf(resumed);
  }

  void turn(Phase next) {
    phase = Optional.of(next);
  }

  /** So many milliseconds lie between two ticks. */
  void pace(int millis) {
    pace = millis;
  }

  /** How many ticks were sent. */
  int ticks() {
    return ticks.get();
  }

  /** Answers wishes with this status from now on; 0: grants them. */
  void refuse(int status) {
    refusal = status;
  }

  /** Ends all streams; later ones are answered or not. */
  void cut(boolean again) {
    streaming = again;
    streams.forEach(
        stream -> {
          try {
            stream.close();
          } catch (IOException gone) {
            throw new UncheckedIOException(gone);
          }
        });
    streams.clear();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (path.startsWith("/rollouts/")) {
      page(exchange, Page.file("rollout.html"));
    } else if (path.startsWith("/ui/")) {
      page(exchange, Page.file(path.substring("/ui/".length())));
    } else if (path.equals("/")) {
      page(exchange, Page.file("console.html"));
    } else if (path.endsWith("/events")) {
      events(exchange);
    } else if (exchange.getRequestMethod().equals("GET")) {
      JsonNode known = known(URLDecoder.decode(path, StandardCharsets.UTF_8));
      json(exchange, known.isEmpty() ? 404 : 200, known);
    } else {
      wish(exchange, path);
    }
  }

  private static void page(HttpExchange exchange, Answer page) throws IOException {
    page.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    send(exchange, page.status(), page.type(), page.body());
  }

  private static void json(HttpExchange exchange, int status, JsonNode json) throws IOException {
    send(exchange, status, FORM, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private JsonNode known(String path) {
    if (path.equals("/serin/v1/models")) {
      ObjectNode all = Jsons.object();
      all.putArray("models").add(model());
      return all;
    }
    if (path.equals("/serin/v1/deployments")) {
      return deployments();
    }
    if (path.equals("/serin/v1/models/" + model + "/history")) {
      ObjectNode all = model();
      ArrayNode list = all.putArray("rollouts");
      phase.ifPresent(now -> list.add(now.brief(model)));
      phase
          .filter(now -> now != Phase.ROLLED_BACK)
          .ifPresent(_ -> list.add(Phase.ROLLED_BACK.brief(model)));
      return all;
    }
    if (path.endsWith("/audit")) {
      ObjectNode proof = Jsons.object().put("valid", true);
      proof.putObject("chain").put("sound", true).put("events", 1204);
      proof.putArray("decisions").addObject().put("same", true);
      return proof;
    }
    return phases(path);
  }

  private JsonNode phases(String path) {
    for (Phase one : Phase.values()) {
      if (path.equals("/serin/v1/rollouts/" + one.id())) {
        return one.rollout(model, 0);
      }
    }
    return Jsons.object();
  }

  private ObjectNode model() {
    ObjectNode all = Jsons.object().put("name", model).put("active", true).put("version", "7");
    all.put("latest", "8").put("format", "sklearn").putObject("aliases").put("champion", "7");
    ArrayNode versions = all.putArray("versions");
    for (int number = 6; number <= 8; number++) {
      versions
          .addObject()
          .put("version", String.valueOf(number))
          .put("format", "sklearn")
          .put("digest", Integer.toHexString(number).repeat(64))
          .put("at", "2026-11-1" + number + "T21:00:00Z")
          .putObject("metrics")
          .put("accuracy", 0.9 + number / 1000.0);
    }
    return all;
  }

  private JsonNode deployments() {
    ObjectNode all = Jsons.object();
    ObjectNode one = all.putArray("deployments").addObject().put("model", model);
    phase
        .filter(now -> now == Phase.CANARY)
        .ifPresentOrElse(
            now -> one.put("rollout", now.id()).put("weight", 0.5), () -> one.putNull("rollout"));
    return all;
  }

  private void wish(HttpExchange exchange, String path) throws IOException {
    String revision =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-Match")).orElse("");
    byte[] body = exchange.getRequestBody().readAllBytes();
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            path,
            revision,
            Jsons.read(new String(body, StandardCharsets.UTF_8))));
    if (refusal != 0) {
      json(exchange, refusal, Jsons.object().put("detail", "the state is <i>another</i> one"));
    } else {
      json(exchange, 200, Jsons.object());
    }
  }

  private void events(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getQuery() != null) {
      ObjectNode all = Jsons.object();
      all.putArray("events").addAll(now(exchange).facts(model));
      json(exchange, 200, all);
      return;
    }
    resumed.add(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    if (!streaming) {
      json(exchange, 503, Jsons.object().put("detail", "no streams now"));
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    streams.add(out);
    long after = Long.parseLong(resumed.getLast());
    try {
      while (streams.contains(out)) {
        after = facts(out, after);
        event(out, "", "tick", now().rollout(model, ticks.getAndIncrement()));
        Pause.millis(pace);
      }
    } catch (IOException _) {
      streams.remove(out); // the page went away
    }
  }

  /** The phase whose roll-out the address names. */
  private static Phase now(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return Stream.of(Phase.values())
        .filter(one -> path.contains("/" + one.id() + "/"))
        .findFirst()
        .orElseThrow();
  }

  private Phase now() {
    return phase.orElseThrow();
  }

  private long facts(OutputStream out, long after) throws IOException {
    long last = after;
    for (ObjectNode fact : now().facts(model)) {
      if (fact.path("position").asLong() > after) {
        last = fact.path("position").asLong();
        event(out, "id: " + last + "\n", fact.path("type").asText(), fact);
      }
    }
    return last;
  }

  private static void event(OutputStream out, String id, String type, JsonNode data)
      throws IOException {
    String text = id + "event: " + type + "\ndata: " + data + "\n\n";
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    cut(false);
    server.stop(0);
    threads.close();
  }
}
