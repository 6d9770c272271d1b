package dev.serin.app;

import dev.serin.base.Digest;
import dev.serin.deployment.OnChange;
import dev.serin.runtime.Limits;
import dev.serin.runtime.onnx.Foreign;
import dev.serin.runtime.worker.WorkerSettings;
import dev.serin.serving.ServingSettings;
import dev.serin.web.HttpSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * All settings of a start, each room's as its own record. {@code folder} is the watched one; {@code
 * activate} says whether newly found models are activated.
 */
record Settings(
    Path data,
    Optional<Path> folder,
    boolean activate,
    OnChange onChange,
    Duration settleMax,
    Duration scanEvery,
    HttpSettings http,
    ServingSettings serving,
    boolean literalNonFinite,
    Foreign foreign,
    long conversionBytes,
    Limits limits,
    WorkerSettings worker,
    RolloutSettings rollout,
    CanaryPlan canary,
    Map<String, Layers.Text> texts) {

  /** Either settings, or every problem with them. */
  sealed interface Outcome {
    record Good(Settings settings) implements Outcome {}

    record Wrong(List<String> problems) implements Outcome {}
  }

  /** What a start was told: the positional folder, the flags by key, and the environment. */
  record Told(
      Optional<String> folder,
      Map<String, String> flags,
      Map<String, String> environment,
      Optional<Path> file) {}

  static Outcome of(Told told) {
    Layers layers = Layers.merge(told.flags(), told.environment(), told.file());
    Parsed parsed = new Parsed(layers);
    Optional<Path> folder = folder(told, parsed);
    boolean positional = told.folder().isPresent();
    Path data = path("data", parsed).orElse(Path.of("serin-data"));
    checkBind(parsed);
    List<String> rooms = new ArrayList<>();
    Optional<HttpSettings> http = room(rooms, () -> http(parsed));
    Optional<ServingSettings> serving = room(rooms, () -> serving(parsed));
    Optional<WorkerSettings> worker = room(rooms, () -> worker(parsed));
    boolean activate = parsed.oneOf("activate", "", "all", "none").equals("all");
    boolean unsaid = parsed.text("activate").isBlank();
    Settings settings =
        new Settings(
            data,
            folder,
            unsaid ? positional : activate,
            onChange(parsed, positional),
            parsed.time("source.settle-max"),
            parsed.time("source.scan-every"),
            http.orElse(HttpSettings.DEFAULT),
            serving.orElse(ServingSettings.DEFAULT),
            parsed.oneOf("serving.json-nonfinite", "null", "literal").equals("literal"),
            Foreign.valueOf(
                parsed.oneOf("runtime.onnx-foreign", "allow", "refuse").toUpperCase(Locale.ROOT)),
            parsed.bytes("runtime.conversion-cache"),
            limits(parsed),
            worker.orElse(WorkerSettings.DEFAULT),
            RolloutSettings.of(parsed),
            CanaryPlan.of(parsed, data),
            layers.texts());
    List<String> problems = new ArrayList<>(parsed.problems());
    problems.addAll(rooms);
    return problems.isEmpty() ? new Outcome.Good(settings) : new Outcome.Wrong(problems);
  }

  /** The effective settings for people, each with where it was said; none of them is secret. */
  List<String> lines() {
    return Key.ALL.stream()
        .map(key -> Map.entry(key.name(), texts.get(key.name())))
        .filter(entry -> !entry.getValue().origin().equals("default"))
        .map(e -> e.getKey() + "=" + e.getValue().value() + " (" + e.getValue().origin() + ")")
        .toList();
  }

  private static Optional<Path> folder(Told told, Parsed parsed) {
    String from = told.environment().getOrDefault("MODEL_SOURCE", "local_filesystem");
    if (!from.equals("local_filesystem")) {
      parsed.problem("MODEL_SOURCE must be local_filesystem, was '" + from + "'");
    }
    Optional<String> text =
        told.folder().or(() -> Optional.ofNullable(told.environment().get("MODELS_PATH")));
    try {
      return text.map(Path::of);
    } catch (InvalidPathException wrong) {
      parsed.problem("the folder is no path: " + wrong.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Path> path(String key, Parsed parsed) {
    try {
      return Optional.of(Path.of(parsed.text(key)));
    } catch (InvalidPathException wrong) {
      parsed.problem(key + " is no path: " + wrong.getMessage());
      return Optional.empty();
    }
  }

  private static void checkBind(Parsed parsed) {
    String auth = parsed.oneOf("auth", "", "open");
    String host = parsed.text("host");
    try {
      if (!InetAddress.getByName(host).isLoopbackAddress() && auth.isBlank()) {
        parsed.problem(
            "host "
                + host
                + " can be reached from elsewhere and there are no tokens: bind to 127.0.0.1, or"
                + " say --auth open if everybody who reaches it may do everything");
      }
    } catch (UnknownHostException unknown) {
      parsed.problem("host '" + host + "' is no address of this machine");
    }
  }

  private static OnChange onChange(Parsed parsed, boolean positional) {
    return switch (parsed.oneOf("source.on-change", "", "switch", "deactivate", "canary")) {
      case "switch" -> OnChange.SWITCH;
      case "deactivate" -> OnChange.DEACTIVATE;
      case "canary" -> OnChange.CANARY;
      default -> positional ? OnChange.SWITCH : OnChange.DEACTIVATE;
    };
  }

  private static HttpSettings http(Parsed parsed) {
    return new HttpSettings(
        parsed.text("host"),
        parsed.whole("port", 0, 65_535),
        parsed.text("http.public-host"),
        Set.copyOf(parsed.list("http.allow-host")),
        parsed.bytes("http.max-body-bytes"),
        parsed.bytes("http.max-upload-bytes"),
        parsed.time("http.deadline"),
        parsed.whole("runtime.budget.json-depth", 1, 10_000));
  }

  private static ServingSettings serving(Parsed parsed) {
    return new ServingSettings(
        parsed.whole("serving.calls", 1, 100_000),
        parsed.whole("serving.calls-per-model", 1, 100_000),
        parsed.bytes("serving.waiting-bytes"),
        parsed.time("serving.drain"),
        parsed.time("serving.self-check-limit"),
        parsed.whole("serving.loaders", 1, 64));
  }

  private static WorkerSettings worker(Parsed parsed) {
    Set<Digest> allowed = new HashSet<>();
    for (String text : parsed.list("runtime.worker.allow")) {
      try {
        allowed.add(new Digest(text.toLowerCase(Locale.ROOT)));
      } catch (IllegalArgumentException wrong) {
        parsed.problem("runtime.worker.allow: " + wrong.getMessage());
      }
    }
    return new WorkerSettings(
        allowed,
        parsed.text("runtime.worker.python"),
        parsed.bytes("runtime.worker.memory"),
        parsed.time("runtime.worker.timeout"),
        parsed.time("runtime.worker.start-timeout"),
        parsed.text("runtime.worker.user"));
  }

  private static Limits limits(Parsed parsed) {
    return new Limits(
        parsed.bytes("runtime.budget.file-bytes"),
        parsed.bytes("runtime.budget.inflated-bytes"),
        parsed.whole("runtime.budget.inflate-ratio", 1, 1_000_000),
        parsed.whole("runtime.budget.opcodes", 1, Integer.MAX_VALUE),
        parsed.whole("runtime.budget.depth", 1, 100_000),
        parsed.whole("runtime.budget.graph-nodes", 1, 10_000_000),
        parsed.whole("runtime.budget.json-depth", 1, 10_000));
  }

  private static <T> Optional<T> room(List<String> problems, Supplier<T> made) {
    try {
      return Optional.of(made.get());
    } catch (IllegalArgumentException wrong) {
      problems.add(wrong.getMessage());
      return Optional.empty();
    }
  }
}
