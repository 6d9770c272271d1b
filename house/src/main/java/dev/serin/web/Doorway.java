package dev.serin.web;

import dev.serin.base.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request passes, whatever the HTTP library: the guard, the route, the endpoint, and the
 * one place where problems and unexpected failures become answers.
 */
final class Doorway {
  private static final Logger LOG = LoggerFactory.getLogger(Doorway.class);
  private static final String REQUEST_ID = "Serin-Request-Id";
  private static final int NO_CONTENT = 204;
  private static final int NOT_ALLOWED = 405;
  private static final int INTERNAL = 500;

  private final HttpSettings settings;
  private final RouteTree routes;
  private final Guard guard;
  private final RequestIds ids;
  private final Traffic traffic;
  private final Streams streams;

  Doorway(
      HttpSettings settings, List<Route> routes, RequestIds ids, Traffic traffic, Streams streams) {
    this.settings = settings;
    this.routes = RouteTree.of(routes);
    this.guard = new Guard(settings);
    this.ids = ids;
    this.traffic = traffic;
    this.streams = streams;
  }

  /** Never raises. */
  Answer answer(Wire wire, String base) {
    long start = System.nanoTime();
    Ask ask = new Ask(wire, ids.of(wire.header(REQUEST_ID)), base, settings, streams::closing);
    Passage passage = new Passage(ask);
    Answer answer = passage.answer(wire);
    traffic.passed(passage.dialect.door(), passage.model(), answer, System.nanoTime() - start);
    return finished(answer, ask);
  }

  private static Answer finished(Answer answer, Ask ask) {
    Map<String, String> headers = new LinkedHashMap<>(answer.headers());
    headers.put(REQUEST_ID, ask.id());
    headers.put("X-Content-Type-Options", "nosniff");
    if (ask.unread()) {
      headers.put("Connection", "close"); // what is left of the body is nobody's next request
    }
    return answer.headed(headers);
  }

  /** One request on its way. */
  private final class Passage {
    private final Ask ask;
    private Dialect dialect = V2Dialect.PLAIN;

    Passage(Ask ask) {
      this.ask = ask;
    }

    /** The model of an answer that a version gave; what else clients name makes no series. */
    Optional<String> model() {
      return ask.has("m") ? Optional.of(ask.parameter("m")) : Optional.empty();
    }

    Answer answer(Wire wire) {
      try {
        return routed(wire);
      } catch (Problem.Raised raised) {
        return dialect.tell(raised.problem(), ask);
      } catch (RuntimeException | Error unexpected) {
        LOG.error("request {} failed: {} {}", ask.id(), wire.method(), wire.rawPath(), unexpected);
        Problem problem =
            new Problem.Unavailable(
                "INTERNAL",
                "something unexpected went wrong; the log of request " + ask.id() + " tells more",
                Duration.ofSeconds(1));
        Answer told = dialect.tell(problem, ask);
        return new Answer(INTERNAL, told.type(), told.body(), Map.of());
      }
    }

    private Answer routed(Wire wire) {
      String path = wire.rawPath();
      dialect = path.startsWith("/serin/") ? OwnDialect.OWN : V2Dialect.PLAIN;
      guard.check(wire);
      RouteTree.Found found =
          routes
              .find(Paths.segments(path))
              .orElseThrow(
                  () ->
                      new Problem.Raised(
                          new Problem.Unknown("ROUTE_UNKNOWN", "there is nothing at " + path)));
      ask.with(found.parameters());
      String method = wire.method().equals("HEAD") ? "GET" : wire.method();
      Route route = found.routes().get(method);
      if (route == null) {
        return without(method, found);
      }
      dialect = route.dialect();
      Answer answer = route.endpoint().answer(ask);
      if (answer.stream().isEmpty()) {
        return answer;
      }
      return wire.method().equals("HEAD")
          ? answer.withoutStream()
          : streams.admitted(answer, answer.stream().get());
    }

    private Answer without(String method, RouteTree.Found found) {
      String allowed = String.join(", ", found.routes().keySet()) + ", OPTIONS";
      if (method.equals("OPTIONS")) {
        return new Answer(NO_CONTENT, "", new byte[0], Map.of("Allow", allowed));
      }
      dialect = found.routes().values().iterator().next().dialect();
      Problem problem =
          new Problem.Invalid(
              "METHOD_NOT_ALLOWED", "method", "here only " + allowed + " can be done");
      Answer told = dialect.tell(problem, ask);
      return new Answer(NOT_ALLOWED, told.type(), told.body(), Map.of("Allow", allowed));
    }
  }
}
