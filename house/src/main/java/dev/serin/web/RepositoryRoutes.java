package dev.serin.web;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.Registry;
import dev.serin.serving.Activation;
import dev.serin.serving.LoadState;
import dev.serin.serving.ModelStatus;
import dev.serin.serving.Reconciler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The repository extension of V2: what there is, load, unload. A load is an activation, so what it
 * wanted comes back after a restart.
 */
final class RepositoryRoutes {
  private static final String READY = "READY";
  private final Registry registry;
  private final Activation activation;
  private final Reconciler reconciler;

  RepositoryRoutes(Rooms rooms) {
    this.registry = rooms.registry();
    this.activation = rooms.activation();
    this.reconciler = rooms.reconciler();
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (String root : List.of("/v2/repository", "/v2/repository/{repository}")) {
      routes.add(Route.post(root + "/index", V2Dialect.V2, this::index));
      routes.add(Route.post(root + "/models/{m}/load", V2Dialect.V2, this::load));
      routes.add(Route.post(root + "/models/{m}/unload", V2Dialect.V2, this::unload));
    }
    return routes;
  }

  private Answer index(Ask ask) {
    boolean readyOnly =
        ask.json().member("ready").orElse(Json.Null.NULL) instanceof Json.Bool(boolean value)
            && value;
    List<Json> entries = new ArrayList<>();
    for (RegisteredModel model : registry.image().models().values()) {
      Optional<ModelStatus> status = reconciler.status(model.name());
      model.versions().stream()
          .filter(ModelVersion::ready)
          .map(version -> entry(version, status))
          .forEach(entries::add);
      model.refused().ifPresent(refusal -> entries.add(refused(model, refusal.message())));
    }
    entries.removeIf(
        entry -> readyOnly && !((Json.Obj) entry).text("state").orElse("").equals(READY));
    return Answer.ok(new Json.Arr(entries));
  }

  private static Json entry(ModelVersion version, Optional<ModelStatus> status) {
    Optional<LoadState> state = status.map(s -> s.versions().get(version.number()));
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("name", version.model().text());
    members.put("version", String.valueOf(version.number()));
    members.put("state", state.map(RepositoryRoutes::word).orElse("UNAVAILABLE"));
    members.put("reason", state.map(RepositoryRoutes::reason).orElse("not loaded"));
    return Json.of(members);
  }

  private static Json refused(RegisteredModel model, String reason) {
    return Json.Obj.of("name", model.name().text(), "state", "UNAVAILABLE", "reason", reason);
  }

  private static String word(LoadState state) {
    return switch (state) {
      case LoadState.Available _ -> READY;
      case LoadState.Loading _ -> "LOADING";
      case LoadState.Unloading _ -> "UNLOADING";
      case LoadState.Unloaded _, LoadState.Failed _ -> "UNAVAILABLE";
    };
  }

  private static String reason(LoadState state) {
    return switch (state) {
      case LoadState.Available _, LoadState.Loading _, LoadState.Unloading _ -> "";
      case LoadState.Unloaded _ -> "not loaded";
      case LoadState.Failed(Problem problem) -> problem.code() + ": " + problem.message();
    };
  }

  private Answer load(Ask ask) {
    ModelName model = known(ask);
    if (ask.json().object("parameters").filter(p -> !p.members().isEmpty()).isPresent()) {
      throw new Problem.Raised(
          new Problem.Invalid(
              "PARAMETERS_UNSUPPORTED",
              "parameters",
              "a load takes no parameters here: register another file instead"));
    }
    activation.activate(ask.actor(), model, ask.deadline());
    return Answer.ok(Json.Obj.of("name", model.text(), "load", true));
  }

  private Answer unload(Ask ask) {
    ModelName model = known(ask);
    ask.json();
    activation.deactivate(ask.actor(), model);
    return Answer.ok(Json.Obj.of("name", model.text(), "unload", true));
  }

  /** This extension says 400 for a model that it does not know. */
  private ModelName known(Ask ask) {
    ModelName model = ask.model();
    if (registry.image().model(model).isEmpty()) {
      throw new Problem.Raised(
          new Problem.Invalid("MODEL_UNKNOWN", "model", "no model is named '" + model + "'"));
    }
    return model;
  }
}
