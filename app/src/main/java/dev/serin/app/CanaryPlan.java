package dev.serin.app;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.codec.image.ImageLimits;
import dev.serin.codec.image.Thresholds;
import dev.serin.facade.canary.CanarySettings;
import dev.serin.training.Order;
import dev.serin.training.TrainingSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The settings {@code canary.*} and {@code training.*}. {@code folder} has {@code current/} and
 * {@code canary/}; {@code first} are files to begin with while the model has no version, the
 * strongest first; so many bytes of uploads are kept.
 */
record CanaryPlan(
    CanarySettings door,
    TrainingSettings training,
    Order usual,
    Optional<Path> folder,
    List<Path> first,
    long uploads) {
  private static final String UNNAMED = "model";
  private static final int DEPTH = 4;

  /** What becomes a variable of the training's command. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "training.namespace", "NAMESPACE",
          "training.yolo-dir", "YOLO_DIR",
          "training.data-yaml", "DATA_YAML",
          "training.raw-zip", "RAW_ZIP_PATH");

  static CanaryPlan of(Parsed parsed, Path data) {
    Optional<Path> folder = said(parsed, "canary.models-dir", Path::of);
    List<Path> first =
        Stream.of("canary.model-path", "canary.base-weights")
            .flatMap(key -> said(parsed, key, Path::of).stream())
            .toList();
    Optional<ModelName> model = said(parsed, "canary.model", ModelName::new);
    boolean begins = folder.isPresent() || first.stream().anyMatch(Files::exists);
    Optional<ModelName> meant =
        model.or(() -> begins ? Optional.of(new ModelName(UNNAMED)) : Optional.empty());
    int side = parsed.whole("canary.img-size", 1, 4_096);
    return new CanaryPlan(
        door(parsed, meant, side, data),
        training(parsed, meant, side, folder),
        new Order(
            parsed.whole("training.epochs", 1, 1_000_000),
            parsed.whole("training.batch", 1, 1_000_000)),
        folder,
        first,
        parsed.bytes("training.dataset-bytes"));
  }

  private static CanarySettings door(
      Parsed parsed, Optional<ModelName> model, int side, Path data) {
    CanarySettings usual = CanarySettings.in(data.resolve("predictions"));
    return checked(
        parsed,
        usual,
        () ->
            new CanarySettings(
                model,
                side,
                new ImageLimits(
                    ImageLimits.DEFAULT.side(),
                    parsed.whole("canary.image-pixels", 1, Integer.MAX_VALUE)),
                new Thresholds(
                    part(parsed, "canary.confidence"),
                    part(parsed, "canary.iou"),
                    parsed.whole("canary.detections", 1, 30_000)),
                parsed.list("canary.class-names"),
                said(parsed, "canary.infer-url", CanaryPlan::address),
                said(parsed, "canary.predictions", Path::of).orElse(usual.predictions()),
                parsed.time("http.deadline")));
  }

  private static TrainingSettings training(
      Parsed parsed, Optional<ModelName> meant, int side, Optional<Path> folder) {
    Map<String, String> variables = new HashMap<>();
    VARIABLES.forEach(
        (key, name) -> said(parsed, key, text -> text).ifPresent(it -> variables.put(name, it)));
    folder.ifPresent(path -> variables.put("MODEL_DIR", path.toAbsolutePath().toString()));
    return checked(
        parsed,
        TrainingSettings.DEFAULT,
        () ->
            new TrainingSettings(
                command(parsed),
                said(parsed, "training.model", ModelName::new).or(() -> meant),
                parsed.time("training.timeout"),
                parsed.bytes("training.log-bytes"),
                side,
                variables));
  }

  /** A list of words as JSON, or words with spaces between. */
  private static List<String> command(Parsed parsed) {
    String text = parsed.text("training.command").strip();
    if (!text.startsWith("[")) {
      return text.isEmpty() || text.equals("{}") ? List.of() : List.of(text.split("\\s+"));
    }
    if (json(text) instanceof Json.Arr(List<Json> items)
        && items.stream().allMatch(Json.Str.class::isInstance)) {
      return items.stream().map(item -> ((Json.Str) item).value()).toList();
    }
    throw new IllegalArgumentException("training.command must be a list of words, was " + text);
  }

  private static Json json(String text) {
    try {
      return Json.parse(text, DEPTH);
    } catch (Problem.Raised malformed) {
      throw new IllegalArgumentException(
          "training.command: " + malformed.problem().message(), malformed);
    }
  }

  private static URI address(String text) {
    URI address = URI.create(text);
    if (address.getHost() == null || !List.of("http", "https").contains(address.getScheme())) {
      throw new IllegalArgumentException("an address is http://HOST:PORT");
    }
    return address;
  }

  private static double part(Parsed parsed, String key) {
    try {
      return Double.parseDouble(parsed.text(key).strip());
    } catch (NumberFormatException no) {
      throw new IllegalArgumentException(
          key + " must be a number from 0 to 1, was '" + parsed.text(key) + "'", no);
    }
  }

  /** The value of a key that may be empty; a text that is none is a problem. */
  private static <T> Optional<T> said(Parsed parsed, String key, Function<String, T> value) {
    String text = parsed.text(key).strip();
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(value.apply(text));
    } catch (InvalidPathException wrong) {
      parsed.problem(key + " is no path: " + wrong.getMessage());
    } catch (IllegalArgumentException wrong) {
      parsed.problem(key + ": " + wrong.getMessage());
    } catch (Problem.Raised wrong) {
      parsed.problem(key + ": " + wrong.problem().message());
    }
    return Optional.empty();
  }

  private static <T> T checked(Parsed parsed, T otherwise, Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException wrong) {
      parsed.problem(wrong.getMessage());
      return otherwise;
    }
  }
}
