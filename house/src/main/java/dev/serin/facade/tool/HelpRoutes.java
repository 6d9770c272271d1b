package dev.serin.facade.tool;

import dev.serin.base.Json;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.Registry;
import dev.serin.serving.ModelStatus;
import dev.serin.serving.Reconciler;
import dev.serin.source.SyncStatus;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Page;
import dev.serin.web.Rooms;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Help for people: the active models as JSON, and as a page of cards. */
final class HelpRoutes {
  private static final String NOTHING = "No models currently active.";
  private final Registry registry;
  private final Reconciler reconciler;
  private final Supplier<List<SyncStatus>> sources;

  HelpRoutes(Rooms rooms) {
    this.registry = rooms.registry();
    this.reconciler = rooms.reconciler();
    this.sources = rooms.sources();
  }

  private List<ModelVersion> active() {
    return registry.image().models().values().stream()
        .flatMap(model -> routed(model).stream())
        .toList();
  }

  private Optional<ModelVersion> routed(RegisteredModel model) {
    return reconciler.status(model.name()).flatMap(ModelStatus::routed).flatMap(model::version);
  }

  Answer help(Ask ask) {
    List<ModelVersion> active = active();
    if (active.isEmpty()) {
      return Answer.ok(Json.Obj.of("message", NOTHING));
    }
    List<Json.Obj> models =
        active.stream()
            .map(
                version ->
                    Json.Obj.of(
                        "model_name", version.model().text(),
                        "endpoint_url", ask.base() + ToolRoutes.endpoint(version.model()),
                        "model_info", ModelInfo.of(version)))
            .toList();
    Json help =
        Json.Obj.of(
            "message",
            "POST {\"input\": ...} to an endpoint to get a prediction.",
            "active_models",
            models);
    return Answer.text(200, "application/json", Indented.text(help));
  }

  Answer page(Ask ask) {
    List<ModelVersion> active = active();
    String cards =
        active.isEmpty()
            ? "<p class=\"none\">" + NOTHING + "</p>"
            : active.stream().map(version -> card(version, ask)).collect(Collectors.joining());
    List<String> known = sources.get().stream().map(SyncStatus::source).toList();
    String from = known.isEmpty() ? "no folder or repository is watched" : String.join("; ", known);
    return Page.html(
        Page.text("help.html")
            .replace("<!--source-->", Page.escaped(from))
            .replace("<!--cards-->", cards));
  }

  private static String card(ModelVersion version, Ask ask) {
    Json.Obj info = ModelInfo.of(version);
    String name = Page.escaped(version.model().text());
    String endpoint = Page.escaped(ask.base() + ToolRoutes.endpoint(version.model()));
    return """
        <article class="card"><div class="sides">
        <section class="front"><h2>%s</h2><p>%s</p><p><code>POST %s</code></p>
        <button type="button">More Info</button></section>
        <section class="back"><h2>%s</h2><pre>%s</pre>
        <button type="button">Back</button></section>
        </div></article>
        """
        .formatted(
            name,
            Page.escaped(info.text("type").orElse("")),
            endpoint,
            name,
            Page.escaped(Indented.text(info)));
  }

  static Answer script() {
    return Page.file("help.js");
  }
}
