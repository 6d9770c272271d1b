package dev.serin.cli;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Models as a server describes them on {@code /serin/v1}. */
public final class Remote {
  static final String MODELS = "/serin/v1/models";

  private Remote() {}

  /** The address of a model. */
  public static String path(String model) {
    return MODELS + "/" + Server.segment(model);
  }

  /** The signature of a version, or of the champion (else the newest) when none is named. */
  static Signature signature(Server server, String model, String version)
      throws InterruptedException {
    Json.Obj described = server.get(path(model));
    String wanted = version.isEmpty() ? routed(described) : version;
    return versions(described).stream()
        .filter(each -> number(each).equals(wanted))
        .findFirst()
        .flatMap(each -> each.object("signature"))
        .map(Remote::signature)
        .orElseThrow(() -> unknown(model, wanted));
  }

  private static Problem.Raised unknown(String model, String version) {
    return new Problem.Raised(
        version.isEmpty()
            ? new Problem.Unknown(
                "MODEL_NOT_ACTIVE", "'" + model + "' has no version that could answer")
            : new Problem.Unknown(
                "VERSION_UNKNOWN", "'" + model + "' has no version '" + version + "'"));
  }

  private static String routed(Json.Obj described) {
    return described
        .member("version")
        .or(() -> described.object("aliases").flatMap(aliases -> aliases.member("champion")))
        .or(() -> described.member("latest"))
        .map(Remote::plain)
        .or(() -> versions(described).stream().map(Remote::number).reduce((a, b) -> b))
        .orElse("");
  }

  /** The objects of a list. */
  public static List<Json.Obj> objects(Json.Obj body, String member) {
    return body.list(member).stream()
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .toList();
  }

  static List<Json.Obj> versions(Json.Obj described) {
    return objects(described, "versions");
  }

  /** A version's number, which is a text of digits or a number. */
  static String number(Json.Obj version) {
    return version.member("version").map(Remote::plain).orElse("");
  }

  /** A text as it is, anything else as JSON. */
  public static String plain(Json value) {
    return value instanceof Json.Str(String text) ? text : value.text();
  }

  private static Signature signature(Json.Obj json) {
    return new Signature(
        Signature.Kind.valueOf(json.text("kind").orElse("tabular").toUpperCase(Locale.ROOT)),
        specs(json, "inputs"),
        specs(json, "outputs"),
        specs(json, "columns"),
        json.list("labels").stream().map(Remote::plain).toList(),
        json.list("defaults").stream().map(Remote::plain).toList());
  }

  private static List<TensorSpec> specs(Json.Obj json, String member) {
    return objects(json, member).stream()
        .map(
            spec ->
                new TensorSpec(
                    spec.text("name").orElse(""), datatype(spec), shape(spec.list("shape"))))
        .toList();
  }

  private static DataType datatype(Json.Obj spec) {
    return spec.text("datatype")
        .flatMap(DataType::named)
        .orElseThrow(
            () ->
                new Problem.Raised(
                    new Problem.Unavailable(
                        "NOT_SERIN", "the server describes no datatype", Duration.ZERO)));
  }

  private static List<Long> shape(List<Json> sizes) {
    return sizes.stream().map(size -> Long.valueOf(size.text())).toList();
  }

  /** Whether a member is true. */
  public static boolean yes(Json.Obj body, String member) {
    return body.member(member).equals(Optional.of(Json.of(true)));
  }

  /** Some text of a member, or a dash. */
  public static String shown(Json.Obj body, String member) {
    Optional<String> text = body.member(member).map(Remote::plain);
    return text.filter(each -> !each.isBlank()).orElse("-");
  }
}
