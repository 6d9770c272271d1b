package dev.serin.cli;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A running server, by its address. Every refusal that it sends, and its absence, becomes a {@link
 * Problem}.
 */
public final class Server {
  /** The option that names it. */
  public static final Command.Option OPTION =
      Command.Option.value(
          "--server",
          "URL",
          "address of the server (default: SERIN_SERVER, else http://127.0.0.1:8086)");

  private static final int DEPTH = 100;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofMinutes(10); // a large model takes its time

  private final URI address;
  private final String token;

  /** The server that the words or the environment name. */
  public Server(Words words, Screen screen) {
    String text =
        words
            .value("--server")
            .or(() -> Optional.ofNullable(screen.environment().get("SERIN_SERVER")))
            .filter(name -> !name.isBlank())
            .orElse("http://127.0.0.1:8086");
    address = address(text);
    token = screen.environment().getOrDefault("SERIN_TOKEN", "");
  }

  private static URI address(String text) {
    String whole = text.contains("://") ? text : "http://" + text;
    try {
      URI uri = URI.create(whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException wrong) {
      throw Failure.usage("--server", "'" + text + "' is no address: " + wrong.getMessage());
    }
    throw Failure.usage("--server", "'" + text + "' is no address such as http://127.0.0.1:8086");
  }

  /** One segment of a path, such as a name with spaces. */
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Asks for a JSON object; a list comes as {@code items}. */
  public Json.Obj get(String path) throws InterruptedException {
    return sent(request(path).GET().build());
  }

  /** Posts a JSON object, or an empty body. */
  public Json.Obj post(String path, String json) throws InterruptedException {
    return post(path, "application/json", BodyPublishers.ofString(json));
  }

  Json.Obj post(String path, String type, BodyPublisher body) throws InterruptedException {
    return sent(request(path).header("Content-Type", type).POST(body).build());
  }

  /** Puts a JSON object. */
  Json.Obj put(String path, String json) throws InterruptedException {
    BodyPublisher body = BodyPublishers.ofString(json);
    return sent(request(path).header("Content-Type", "application/json").PUT(body).build());
  }

  /** Asks for a JSON object that comes with a conflict as well, such as how a roll-out ended. */
  public Json.Obj awaited(String path) throws InterruptedException {
    HttpResponse<byte[]> answer = answered(request(path).GET().build());
    boolean ended = answer.statusCode() == 409 && !object(answer.body()).isEmpty();
    return ended ? object(answer.body()).orElseThrow() : read(answer);
  }

  /** Changes something by any method, if it still has this revision where one is named. */
  public Json.Obj change(String method, String path, Json.Obj body, Optional<String> revision)
      throws InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.text()));
    revision.ifPresent(it -> request.header("If-Match", "\"" + it + "\""));
    return sent(request.build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(ANSWER)
            .header("Accept", "application/json");
    return token.isBlank() ? request : request.header("Authorization", "Bearer " + token);
  }

  private Json.Obj sent(HttpRequest request) throws InterruptedException {
    return read(answered(request));
  }

  private HttpResponse<byte[]> answered(HttpRequest request) throws InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException gone) {
      throw new Problem.Raised(
          new Problem.Unavailable(
              Failure.UNREACHABLE,
              "no server answers at "
                  + address
                  + ": start one with './serin serve DIR', or name another with --server or"
                  + " SERIN_SERVER",
              Duration.ZERO),
          gone);
    }
  }

  private Json.Obj read(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    Optional<Json.Obj> read = object(answer.body());
    Json.Obj body = read.orElse(Json.Obj.of());
    if (status >= 200 && status < 300) {
      if (read.isEmpty() && answer.body().length > 0) {
        throw new Problem.Raised(
            new Problem.Unavailable(
                "NOT_SERIN", "what answers at " + address + " is no Serin", Duration.ZERO));
      }
      return body;
    }
    Json.Obj refusal = body.object("refusal").or(() -> body.object("error")).orElse(body);
    String code = refusal.text("code").or(() -> body.text("code")).orElse("HTTP_" + status);
    String message =
        refusal
            .text("message")
            .or(() -> refusal.text("detail"))
            .or(() -> refusal.text("error"))
            .or(() -> body.text("detail"))
            .or(() -> body.text("title"))
            .orElse(address + " answered " + status);
    throw new Problem.Raised(problem(status, code, message, refusal));
  }

  private static Problem problem(int status, String code, String message, Json.Obj refusal) {
    return switch (status) {
      case 400 -> new Problem.Invalid(code, refusal.text("field").orElse(""), message);
      case 401, 403 -> new Problem.Denied(code, message);
      case 404 -> new Problem.Unknown(code, message);
      case 409, 412 -> new Problem.Conflict(code, message);
      case 413 -> new Problem.TooLarge(code, message);
      case 422 ->
          new Problem.Refused(
              code, refusal.text("place").orElse(""), message, refusal.text("remedy").orElse(""));
      case 429 -> new Problem.Busy(code, message, Duration.ZERO);
      case 504 -> new Problem.TooLate(code, message);
      case 507 -> new Problem.Full(code, message);
      default -> new Problem.Unavailable(code, message, Duration.ZERO);
    };
  }

  /** Some answers are lists; they are wrapped as {@code items}. */
  private static Optional<Json.Obj> object(byte[] body) {
    if (body.length == 0) {
      return Optional.empty();
    }
    try {
      return switch (Json.parse(body, DEPTH)) {
        case Json.Obj object -> Optional.of(object);
        case Json.Arr list -> Optional.of(Json.Obj.of("items", list));
        case Json _ -> Optional.empty();
      };
    } catch (Problem.Raised _) {
      return Optional.empty(); // an answer that is no JSON comes from something that is no Serin
    }
  }
}
