package dev.serin.web;

import dev.serin.base.Actor;
import dev.serin.base.Deadline;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** One request on its way through a route: who asks what, until when. For one thread. */
public final class Ask {
  private static final int CHUNK = 8192;
  private static final Pattern REVISION = Pattern.compile("(W/)?\"[0-9]{1,18}\"|[0-9]{1,18}");

  private final Wire wire;
  private final String id;
  private final String base;
  private final HttpSettings settings;
  private final Deadline deadline;
  private final BooleanSupplier closing;
  private Map<String, String> parameters = Map.of();
  private Optional<byte[]> body = Optional.empty();
  private Optional<BoundedStream> opened = Optional.empty();

  Ask(Wire wire, String id, String base, HttpSettings settings, BooleanSupplier closing) {
    this.wire = wire;
    this.id = id;
    this.base = base;
    this.settings = settings;
    this.deadline = Deadline.in(settings.deadline());
    this.closing = closing;
  }

  Ask with(Map<String, String> found) {
    parameters = found;
    return this;
  }

  /** The id of this request, also in the header {@code Serin-Request-Id} of its answer. */
  public String id() {
    return id;
  }

  /** The address by which clients reach this server, such as {@code http://localhost:8086}. */
  public String base() {
    return base;
  }

  /** Until when an answer is wanted. */
  public Deadline deadline() {
    return deadline;
  }

  /** Whether the server closes: whoever waits for something long looks at it now and then. */
  public boolean closing() {
    return closing.getAsBoolean();
  }

  /** Who asks. */
  public Actor actor() {
    return Actor.ANONYMOUS;
  }

  /** The decoded part of the path that stands for this name in the route's pattern. */
  public String parameter(String name) {
    return Optional.ofNullable(parameters.get(name))
        .orElseThrow(() -> new IllegalStateException("the route has no {" + name + "}"));
  }

  /** Whether the route's pattern has this name. */
  public boolean has(String name) {
    return parameters.containsKey(name);
  }

  /** The model that the path names as {@code {m}}; a name that cannot be is an unknown one. */
  public ModelName model() {
    String text = parameter("m");
    try {
      return new ModelName(text);
    } catch (Problem.Raised impossible) {
      throw new Problem.Raised(
          new Problem.Unknown("MODEL_UNKNOWN", "no model is named '" + text + "'"), impossible);
    }
  }

  /** The first value of this name in the query. */
  public Optional<String> query(String name) {
    return Paths.query(wire.rawQuery(), name);
  }

  /** A whole number of this name in the query, at least 0. */
  public long query(String name, long otherwise) {
    Optional<String> text = query(name);
    try {
      long value = text.isEmpty() ? otherwise : Long.parseLong(text.get());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // refused below, with the text
    }
    throw invalid("QUERY_INVALID", name, "'" + name + "' is a whole number of at least 0");
  }

  /** The first value of this header. */
  public Optional<String> header(String name) {
    return wire.header(name);
  }

  /** Whether the client wants events as they come about. */
  public boolean wantsEvents() {
    return header("Accept").filter(types -> types.contains(Events.TYPE)).isPresent();
  }

  /**
   * The revision in {@code If-Match}, which clients found as {@code ETag} or {@code revision};
   * empty without the header, and for {@code *}.
   *
   * @throws Problem.Raised {@code Invalid} ETAG_INVALID
   */
  public Optional<Long> revision() {
    Optional<String> given = header("If-Match").map(String::strip).filter(tag -> !tag.equals("*"));
    if (given.isPresent() && !REVISION.matcher(given.get()).matches()) {
      throw invalid("ETAG_INVALID", "If-Match", "'If-Match' is the revision in quotes, or *");
    }
    return given.map(tag -> Long.valueOf(tag.replaceAll("\\D", "")));
  }

  /** The media type of the body in lower case without parameters, empty when none is given. */
  public String type() {
    return wire.header("Content-Type")
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  /** The bytes that the body will have, negative when they come in chunks. */
  public long declared() {
    return wire.length().orElse(-1);
  }

  /**
   * The body, read once.
   *
   * @throws Problem.Raised {@code TooLarge} BODY_TOO_LARGE, before reading when it is declared
   */
  public byte[] body() {
    if (body.isEmpty()) {
      body = Optional.of(read(settings.maxBodyBytes()));
    }
    return body.get();
  }

  private byte[] read(long limit) {
    BoundedStream in = stream(limit);
    long length = wire.length().orElse(Long.MAX_VALUE);
    try {
      // a long body is read as it arrives, so that a declared length alone costs nothing
      return length <= CHUNK ? in.readNBytes((int) length) : in.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The body of an upload, to be read once; beyond the upload limit it raises TooLarge. */
  public InputStream upload() {
    return stream(settings.maxUploadBytes());
  }

  private BoundedStream stream(long limit) {
    BoundedStream in = new BoundedStream(wire.body(), wire.length(), limit);
    opened = Optional.of(in);
    return in;
  }

  /** Whether there may be more of a body than was read. */
  boolean unread() {
    return wire.length().orElse(1) > 0 && opened.filter(BoundedStream::whole).isEmpty();
  }

  /**
   * The body as a JSON object; an empty body is an empty object.
   *
   * @throws Problem.Raised {@code Invalid} JSON_INVALID
   */
  public Json.Obj json() {
    byte[] bytes = body();
    if (bytes.length == 0) {
      return Json.Obj.of();
    }
    try {
      if (Json.parse(bytes, settings.jsonDepth()) instanceof Json.Obj object) {
        return object;
      }
    } catch (Problem.Raised raised) {
      throw invalid(
          raised.problem().code().equals("LIMIT_EXCEEDED") ? "LIMIT_EXCEEDED" : "JSON_INVALID",
          "body",
          raised.problem().message());
    }
    throw invalid("JSON_INVALID", "body", "the body is a JSON object");
  }

  private static Problem.Raised invalid(String code, String field, String message) {
    return new Problem.Raised(new Problem.Invalid(code, field, message));
  }
}
