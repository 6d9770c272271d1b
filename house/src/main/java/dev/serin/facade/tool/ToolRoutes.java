package dev.serin.facade.tool;

import static dev.serin.facade.tool.ToolDialect.TOOL;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Refusal;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.Registry;
import dev.serin.serving.Activation;
import dev.serin.serving.ModelStatus;
import dev.serin.serving.Reconciler;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Paths;
import dev.serin.web.Rooms;
import dev.serin.web.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The life of models in the tool's words: list, status, activate, deactivate. */
public final class ToolRoutes {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private final Registry registry;
  private final Activation activation;
  private final Reconciler reconciler;

  private ToolRoutes(Rooms rooms) {
    this.registry = rooms.registry();
    this.activation = rooms.activation();
    this.reconciler = rooms.reconciler();
  }

  /** All routes of the tool. */
  public static List<Route> of(Rooms rooms) {
    ToolRoutes tool = new ToolRoutes(rooms);
    PredictRoute predict = new PredictRoute(rooms);
    HelpRoutes help = new HelpRoutes(rooms);
    return List.of(
        Route.get("/models", TOOL, tool::models),
        Route.get("/status/{m}", TOOL, tool::status),
        Route.post("/activate/{m}", TOOL, tool::activate),
        Route.post("/deactivate/{m}", TOOL, tool::deactivate),
        Route.post("/predict/{m}", TOOL, predict::predict),
        Route.get("/help", TOOL, help::help),
        Route.get("/help/ui", TOOL, help::page),
        Route.get("/ui/help.js", TOOL, _ -> HelpRoutes.script()),
        Route.get(
            "/test", TOOL, _ -> Answer.text(200, "text/plain", "The Model Server is ALIVE!")));
  }

  private Answer models(Ask ask) {
    List<Json> models =
        registry.image().models().values().stream()
            .filter(model -> model.latest().isPresent() || model.refused().isPresent())
            .map(model -> entry(model, ask))
            .toList();
    return Answer.ok(new Json.Arr(models));
  }

  private Json entry(RegisteredModel model, Ask ask) {
    boolean active = active(model.name()).isPresent();
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    entry.put("model_name", model.name().text());
    entry.put("status", active ? "active" : "inactive");
    entry.put("model_path", path(model));
    entry.put("predict_url", active ? ask.base() + endpoint(model.name()) : Json.Null.NULL);
    return Json.of(entry);
  }

  /** Where the model's file lies, without the word for its source. */
  private static String path(RegisteredModel model) {
    String origin =
        model
            .latest()
            .map(ModelVersion::origin)
            .or(() -> model.refused().map(Refusal::origin))
            .orElse("");
    return origin.substring(origin.indexOf(':') + 1);
  }

  private Optional<Integer> active(ModelName model) {
    return reconciler.status(model).flatMap(ModelStatus::routed);
  }

  static String endpoint(ModelName model) {
    return "/predict/" + Paths.encoded(model.text());
  }

  private Answer status(Ask ask) {
    String name = ask.parameter("m");
    return known(ask)
        .map(
            model ->
                Answer.ok(Json.Obj.of("model_name", name, "active", active(model).isPresent())))
        .orElseGet(() -> ToolDialect.error(NOT_FOUND, "Model not found", "MODEL_UNKNOWN"));
  }

  private Optional<ModelName> known(Ask ask) {
    String name = ask.parameter("m");
    return registry.image().models().keySet().stream()
        .filter(model -> model.text().equals(name))
        .findFirst();
  }

  private Answer activate(Ask ask) {
    Optional<ModelName> model = known(ask);
    if (model.isEmpty()) {
      return ToolDialect.error(BAD_REQUEST, "Model not found in registry", "MODEL_UNKNOWN");
    }
    Optional<Integer> before = active(model.get());
    try {
      ModelVersion version = activation.activate(ask.actor(), model.get(), ask.deadline());
      boolean already = before.filter(number -> number == version.number()).isPresent();
      return already
          ? Answer.ok(Json.Obj.of("message", "Model already active"))
          : Answer.ok(
              Json.Obj.of(
                  "message",
                  "Model " + model.get() + " activated",
                  "predict_endpoint",
                  endpoint(model.get())));
    } catch (Problem.Raised raised) {
      return failed(raised.problem());
    }
  }

  /** The tool has one status and four texts for an activation that fails. */
  private static Answer failed(Problem problem) {
    String text =
        switch (problem) {
          case Problem.Unknown _ -> "Model not found in registry";
          case Problem.Refused(String code, _, _, _) when code.equals("UNRECOGNISED") ->
              "Unsupported or invalid model";
          case Problem.Full _, Problem.Conflict _ -> "Failed to obtain model: " + problem.message();
          case Problem.Refused(_, String place, String message, String remedy) ->
              "Failed to load model: " + message + " (" + place + "): " + remedy;
          case Problem.Invalid _,
              Problem.Denied _,
              Problem.TooLarge _,
              Problem.TooLate _,
              Problem.Busy _,
              Problem.Unavailable _ ->
              "Failed to load model: " + problem.message();
        };
    return ToolDialect.error(BAD_REQUEST, text, problem.code());
  }

  private Answer deactivate(Ask ask) {
    Optional<ModelName> model = known(ask);
    if (model.isEmpty()) {
      return Answer.ok(Json.Obj.of("message", "Model already inactive", "code", "MODEL_UNKNOWN"));
    }
    boolean was = activation.deactivate(ask.actor(), model.get());
    return Answer.ok(
        Json.Obj.of(
            "message", was ? "Model " + model.get() + " deactivated" : "Model already inactive"));
  }
}
