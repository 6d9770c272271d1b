package dev.serin.web;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.source.SyncStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Where models come from, and where each file stands. */
final class SourceRoutes {
  private final Supplier<List<SyncStatus>> sources;

  SourceRoutes(Rooms rooms) {
    this.sources = rooms.sources();
  }

  List<Route> routes() {
    return List.of(Route.get("/serin/v1/sources", OwnDialect.OWN, _ -> all()));
  }

  private Answer all() {
    return Answer.ok(
        Json.Obj.of("sources", sources.get().stream().map(SourceRoutes::source).toList()));
  }

  private static Json source(SyncStatus status) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("source", status.source());
    members.put("reachable", status.unreachable().isEmpty());
    status.unreachable().ifPresent(why -> members.put("unreachable", why));
    members.put("files", status.lines().stream().map(SourceRoutes::line).toList());
    return Json.of(members);
  }

  private static Json line(SyncStatus.Line line) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("path", line.path());
    members.put("model", line.name());
    members.put("state", line.state().name());
    line.version().ifPresent(number -> members.put("version", String.valueOf(number)));
    line.problem().ifPresent(problem -> members.put("problem", problem(problem)));
    return Json.of(members);
  }

  private static Json problem(Problem problem) {
    return Json.Obj.of("code", problem.code(), "message", problem.message());
  }
}
