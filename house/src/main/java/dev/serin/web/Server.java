package dev.serin.web;

import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The HTTP server: one port, one virtual thread for each connection. Nothing outside of this class
 * knows the HTTP library.
 */
public final class Server implements AutoCloseable {
  private static final String NO_BODY = "";
  private static final int MOST_STREAMS = 128;

  private final HttpSettings settings;
  private final Doorway doorway;
  private final Streams streams;
  private final WebServer server;
  private final ConcurrentMap<String, HeaderName> names = new ConcurrentHashMap<>();

  private Server(HttpSettings settings, Doorway doorway, Streams streams) {
    this.settings = settings;
    this.doorway = doorway;
    this.streams = streams;
    this.server = config().build();
  }

  /** Listens from now on; {@code run} is a number that differs from run to run. */
  static Server start(HttpSettings settings, List<Route> routes, Traffic traffic, int run) {
    Streams streams = new Streams(MOST_STREAMS);
    Doorway doorway = new Doorway(settings, routes, new RequestIds(run), traffic, streams);
    Server server = new Server(settings, doorway, streams);
    server.server.start();
    return server;
  }

  private WebServerConfig.Builder config() {
    return WebServer.builder()
        .host(settings.host())
        .port(settings.port())
        .maxPayloadSize(-1)
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        .shutdownGracePeriod(settings.deadline())
        .directHandlers(
            handlers -> {
              for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
                handlers.addHandler(type, Server::direct);
              }
            })
        .routing(routing -> routing.any(this::handle));
  }

  /** What the library itself refuses, before there is a request. */
  private static DirectHandler.TransportResponse direct(
      DirectHandler.TransportRequest request,
      DirectHandler.EventType type,
      Status status,
      io.helidon.http.ServerResponseHeaders headers,
      String message) {
    String body =
        "{\"error\":\"this is not an HTTP request that can be read\",\"code\":\"HTTP_INVALID\"}";
    return DirectHandler.TransportResponse.builder()
        .status(status)
        .headers(headers)
        .keepAlive(false)
        .entity(body.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private void handle(ServerRequest request, ServerResponse response) {
    Answer answer = doorway.answer(new HelidonWire(request), base(request));
    response.status(Status.create(answer.status()));
    answer.headers().forEach((name, value) -> response.header(name(name), value));
    if (!answer.type().equals(NO_BODY)) {
      response.header(HeaderNames.CONTENT_TYPE, answer.type());
    }
    if (answer.stream().isPresent()) {
      stream(answer.stream().get(), response);
    } else if (request.prologue().method().text().equals("HEAD")) {
      response.header(
          HeaderValues.create(HeaderNames.CONTENT_LENGTH, String.valueOf(answer.body().length)));
      response.send();
    } else {
      response.send(answer.body());
    }
    if (last(request, answer)) {
      throw new CloseConnectionException("the answer said so"); // the header alone closes nothing
    }
  }

  private void stream(Events.Source source, ServerResponse response) {
    try (OutputStream out = new Told(response.outputStream())) {
      source.write(streams.events(out));
    } catch (IOException gone) {
      throw new CloseConnectionException("the client is gone", gone);
    }
  }

  /** Says by an IOException, as streams do, that a client is gone. */
  private static final class Told extends FilterOutputStream {
    Told(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      told(() -> out.write(bytes, offset, count));
    }

    @Override
    public void flush() throws IOException {
      told(out::flush);
    }

    @Override
    public void close() throws IOException {
      told(out::close);
    }

    private interface Step {
      void run() throws IOException;
    }

    private static void told(Step step) throws IOException {
      try {
        step.run();
      } catch (SocketWriterException | UncheckedIOException | CloseConnectionException gone) {
        throw new IOException("the client is gone", gone);
      }
    }
  }

  private static boolean last(ServerRequest request, Answer answer) {
    return answer.headers().containsKey("Connection")
        || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
  }

  private HeaderName name(String name) {
    return names.computeIfAbsent(name, HeaderNames::create);
  }

  private String base(ServerRequest request) {
    return settings.publicHost().isBlank()
        ? "http://" + request.headers().first(HeaderNames.HOST).orElse(settings.host())
        : "http://" + settings.publicHost() + ":" + server.port();
  }

  /** The port where it listens. */
  public int port() {
    return server.port();
  }

  /**
   * Ends all streams, stops to listen, and waits for running requests as long as a call may last.
   */
  @Override
  public void close() {
    streams.close();
    server.stop();
  }

  /** A request of the library. */
  private record HelidonWire(ServerRequest request) implements Wire {
    @Override
    public String method() {
      return request.prologue().method().text();
    }

    @Override
    public String rawPath() {
      return request.prologue().uriPath().rawPath();
    }

    @Override
    public String rawQuery() {
      return request.prologue().query().rawValue();
    }

    @Override
    public Optional<String> header(String name) {
      return request.headers().first(HeaderNames.create(name));
    }

    @Override
    public OptionalLong length() {
      OptionalLong length = request.headers().contentLength();
      boolean chunked = request.headers().contains(HeaderNames.TRANSFER_ENCODING);
      return length.isPresent() || chunked ? length : OptionalLong.of(0);
    }

    @Override
    public InputStream body() {
      return request.content().hasEntity()
          ? new LibraryStream(request.content().inputStream())
          : InputStream.nullInputStream();
    }
  }

  /** A body whose defects the library tells by exceptions of many kinds. */
  private static final class LibraryStream extends InputStream {
    private final InputStream in;

    LibraryStream(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      try {
        return in.read(bytes, offset, count);
      } catch (RuntimeException defect) {
        throw new IOException("the body cannot be read: " + defect.getMessage(), defect);
      }
    }
  }
}
