package dev.serin.web;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.Registry;
import dev.serin.serving.LoadState;
import dev.serin.serving.ModelStatus;
import dev.serin.serving.Reconciler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The descriptions and health of V2: server, models, ready or not. */
final class V2Routes {
  private static final int UNAVAILABLE = 503;
  private final Registry registry;
  private final Reconciler reconciler;
  private final String version;

  V2Routes(Rooms rooms) {
    this.registry = rooms.registry();
    this.reconciler = rooms.reconciler();
    this.version = rooms.version();
  }

  List<Route> routes() {
    Dialect v2 = V2Dialect.V2;
    return List.of(
        Route.get("/v2", v2, _ -> server()),
        Route.get("/v2/health/live", v2, _ -> live()),
        Route.get("/v2/health/ready", v2, _ -> ready()),
        Route.get("/v2/models", v2, _ -> names()),
        Route.get("/v2/models/{m}", v2, this::model),
        Route.get("/v2/models/{m}/versions/{v}", v2, this::model),
        Route.get("/v2/models/{m}/ready", v2, this::modelReady),
        Route.get("/v2/models/{m}/versions/{v}/ready", v2, this::modelReady));
  }

  private Answer server() {
    return Answer.ok(
        Json.Obj.of(
            "name", "serin", "version", version, "extensions", List.of("model_repository")));
  }

  private Answer live() {
    return Answer.ok(Json.Obj.of("live", true, "ready", reconciler.ready()));
  }

  private Answer ready() {
    List<String> unready = reconciler.unready();
    return unready.isEmpty()
        ? Answer.ok(Json.Obj.of("live", true, "ready", true))
        : Answer.json(
            UNAVAILABLE,
            Json.Obj.of(
                "live",
                true,
                "ready",
                false,
                "error",
                String.join("; ", unready),
                "code",
                "NOT_READY"));
  }

  private Answer names() {
    List<String> names =
        registry.image().models().values().stream()
            .filter(model -> model.latest().isPresent())
            .map(model -> model.name().text())
            .toList();
    return Answer.ok(Json.Obj.of("models", names));
  }

  private Answer model(Ask ask) {
    RegisteredModel model = registry.image().known(ask.model());
    ModelVersion shown = shown(model, ask);
    List<String> versions =
        model.versions().stream()
            .filter(ModelVersion::ready)
            .map(ready -> String.valueOf(ready.number()))
            .toList();
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("name", model.name().text());
    members.put("versions", versions);
    members.put("platform", shown.format());
    members.put("inputs", Descriptions.specs(shown.signature().inputs()));
    members.put("outputs", Descriptions.specs(shown.signature().outputs()));
    members.put("parameters", Descriptions.parameters(shown.signature()));
    members.put(
        "properties",
        Map.of("digest", shown.artifact().hex(), "version", String.valueOf(shown.number())));
    return Answer.ok(Json.of(members));
  }

  /** The version in the path by number or alias, else the champion, else the latest. */
  private static ModelVersion shown(RegisteredModel model, Ask ask) {
    if (!ask.has("v")) {
      return model
          .alias(Deployment.CHAMPION)
          .or(model::latest)
          .orElseThrow(() -> unknown(model.name(), "latest"));
    }
    String wanted = ask.parameter("v");
    return numbered(model, wanted)
        .or(() -> model.alias(wanted))
        .orElseThrow(() -> unknown(model.name(), wanted));
  }

  private static Optional<ModelVersion> numbered(RegisteredModel model, String text) {
    return text.matches("[0-9]{1,9}") ? model.version(Integer.parseInt(text)) : Optional.empty();
  }

  private static Problem.Raised unknown(ModelName model, String version) {
    return new Problem.Raised(
        new Problem.Unknown(
            "VERSION_UNKNOWN",
            "Request for unknown model: '" + model + "' version " + version + " is not found"));
  }

  private Answer modelReady(Ask ask) {
    RegisteredModel model = registry.image().known(ask.model());
    Optional<ModelStatus> status = reconciler.status(model.name());
    boolean ready;
    if (ask.has("v")) {
      int number = shown(model, ask).number();
      ready = status.map(s -> s.versions().get(number)).orElse(null) instanceof LoadState.Available;
    } else {
      ready = status.flatMap(ModelStatus::routed).isPresent();
    }
    String name = model.name().text();
    return ready
        ? Answer.ok(Json.Obj.of("name", name, "ready", true))
        : Answer.json(
            UNAVAILABLE,
            Json.Obj.of(
                "name",
                name,
                "ready",
                false,
                "error",
                "'" + name + "' is not available now",
                "code",
                "MODEL_NOT_ACTIVE"));
  }
}
