package dev.serin.web;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.serving.ModelStatus;
import dev.serin.serving.Reconciler;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Live, ready and metrics, for those who watch the process. */
final class HealthRoutes {
  private static final int UNAVAILABLE = 503;
  private final Reconciler reconciler;
  private final Set<ModelName> declared;
  private final Supplier<String> exposition;

  HealthRoutes(Rooms rooms) {
    this.reconciler = rooms.reconciler();
    this.declared = rooms.declared();
    this.exposition = rooms.exposition();
  }

  List<Route> routes() {
    Dialect plain = V2Dialect.PLAIN;
    return List.of(
        Route.get("/livez", plain, _ -> Answer.ok(Json.Obj.of("live", true))),
        Route.get("/healthz", plain, _ -> Answer.ok(Json.Obj.of("ok", true))),
        Route.get("/readyz", plain, _ -> ready()),
        Route.get("/metrics", plain, _ -> metrics()));
  }

  private Answer ready() {
    List<String> unready =
        Stream.concat(
                reconciler.unready().stream(),
                declared.stream().filter(model -> !answers(model)).map(ModelName::text))
            .distinct()
            .toList();
    return unready.isEmpty()
        ? Answer.ok(Json.Obj.of("ready", true))
        : Answer.json(UNAVAILABLE, Json.Obj.of("ready", false, "unready", unready));
  }

  private boolean answers(ModelName model) {
    return reconciler.status(model).flatMap(ModelStatus::routed).isPresent();
  }

  private Answer metrics() {
    return Answer.text(200, "text/plain; version=0.0.4", exposition.get());
  }
}
