package dev.serin.web;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.Deployments;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.Registry;
import dev.serin.serving.Activation;
import dev.serin.serving.ModelStatus;
import dev.serin.serving.Reconciler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Our own API of models: what is registered, what answers, activate, deactivate, aliases. */
final class ModelRoutes {
  private static final String MODEL = "/serin/v1/models/{m}";
  private final Registry registry;
  private final Deployments deployments;
  private final Activation activation;
  private final Reconciler reconciler;

  ModelRoutes(Rooms rooms) {
    this.registry = rooms.registry();
    this.deployments = rooms.deployments();
    this.activation = rooms.activation();
    this.reconciler = rooms.reconciler();
  }

  List<Route> routes() {
    Dialect own = OwnDialect.OWN;
    return List.of(
        Route.get("/serin/v1/models", own, this::models),
        Route.get(MODEL, own, ask -> Answer.ok(detail(registry.image().known(ask.model()), ask))),
        Route.post(MODEL + "/activate", own, this::activate),
        Route.post(MODEL + "/deactivate", own, this::deactivate),
        Route.put(MODEL + "/aliases/{a}", own, this::alias),
        Route.delete(MODEL + "/aliases/{a}", own, this::unalias),
        Route.get("/serin/v1/deployments", own, _ -> deployments()));
  }

  private Answer models(Ask ask) {
    List<Json> models =
        registry.image().models().values().stream()
            .<Json>map(model -> Json.of(brief(model, ask)))
            .toList();
    return Answer.ok(Json.Obj.of("models", models));
  }

  private SequencedMap<String, Object> brief(RegisteredModel model, Ask ask) {
    Optional<ModelStatus> status = reconciler.status(model.name());
    Optional<Integer> routed = status.flatMap(ModelStatus::routed);
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("name", model.name().text());
    members.put("active", routed.isPresent());
    members.put("wanted", status.map(ModelStatus::wanted).orElse(false));
    routed.ifPresent(version -> members.put("version", String.valueOf(version)));
    model.latest().ifPresent(latest -> members.put("latest", String.valueOf(latest.number())));
    shown(model)
        .ifPresent(
            version -> {
              members.put("format", version.format());
              members.put("origin", version.origin());
              members.put("signature", Descriptions.signature(version.signature()));
            });
    SequencedMap<String, Object> aliases = new LinkedHashMap<>();
    model.aliases().forEach((alias, number) -> aliases.put(alias, String.valueOf(number)));
    members.put("aliases", aliases);
    model.refused().ifPresent(refusal -> members.put("refused", Descriptions.refusal(refusal)));
    members.put("predict", ask.base() + "/v2/models/" + encoded(model.name()) + "/infer");
    return members;
  }

  private Json detail(RegisteredModel model, Ask ask) {
    SequencedMap<String, Object> members = brief(model, ask);
    members.put("versions", model.versions().stream().map(Descriptions::version).toList());
    SequencedMap<String, Object> states = new LinkedHashMap<>();
    reconciler
        .status(model.name())
        .ifPresent(
            status ->
                status
                    .versions()
                    .forEach(
                        (number, state) ->
                            states.put(String.valueOf(number), Descriptions.state(state))));
    members.put("states", states);
    shown(model)
        .ifPresent(
            version -> members.put("inspection", Descriptions.inspection(version.inspection())));
    return Json.of(members);
  }

  /** The version that describes a model: its champion, else the latest. */
  private static Optional<ModelVersion> shown(RegisteredModel model) {
    return model.alias(Deployment.CHAMPION).or(model::latest);
  }

  private static String encoded(ModelName model) {
    return Paths.encoded(model.text());
  }

  private Answer activate(Ask ask) {
    ModelVersion version = activation.activate(ask.actor(), ask.model(), ask.deadline());
    return Answer.ok(
        Json.Obj.of(
            "model",
            version.model().text(),
            "version",
            String.valueOf(version.number()),
            "active",
            true,
            "predict",
            ask.base() + "/v2/models/" + encoded(version.model()) + "/infer"));
  }

  private Answer deactivate(Ask ask) {
    ModelName model = registry.image().known(ask.model()).name();
    boolean was = activation.deactivate(ask.actor(), model);
    return Answer.ok(Json.Obj.of("model", model.text(), "active", false, "changed", was));
  }

  private Answer alias(Ask ask) {
    deployments.alias(ask.actor(), ask.model(), ask.parameter("a"), version(ask));
    return Answer.ok(detail(registry.image().known(ask.model()), ask));
  }

  private static int version(Ask ask) {
    Json given = ask.json().member("version").orElse(Json.Null.NULL);
    Optional<String> digits =
        switch (given) {
          case Json.Str(String text) -> Optional.of(text);
          case Json.Num(String text) -> Optional.of(text);
          case Json.Obj _, Json.Arr _, Json.Bool _, Json.Null _ -> Optional.empty();
        };
    return digits
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(Integer::valueOf)
        .orElseThrow(
            () ->
                new Problem.Raised(
                    new Problem.Invalid(
                        "VERSION_INVALID", "version", "give the number as {\"version\": \"3\"}")));
  }

  private Answer unalias(Ask ask) {
    ModelName model = registry.image().known(ask.model()).name();
    registry.unalias(ask.actor(), model, ask.parameter("a"));
    return Answer.ok(detail(registry.image().known(model), ask));
  }

  private Answer deployments() {
    List<Json.Obj> all =
        deployments.image().deployments().values().stream().map(Descriptions::deployment).toList();
    return Answer.ok(Json.Obj.of("deployments", all));
  }
}
