package dev.serin.web;

import java.util.ArrayList;
import java.util.List;

/** All routes that this room has itself, and the server that serves them with those of others. */
public final class Doors {
  private Doors() {}

  /**
   * Listens from now on: our own routes and {@code others}. {@code run} is a number that differs
   * from run to run; it keeps request ids apart.
   */
  public static Server open(HttpSettings settings, Rooms rooms, List<Route> others, int run) {
    List<Route> routes = new ArrayList<>(others);
    routes.addAll(new V2Routes(rooms).routes());
    routes.addAll(new InferRoutes(rooms).routes());
    routes.addAll(new RepositoryRoutes(rooms).routes());
    routes.addAll(new ModelRoutes(rooms).routes());
    routes.addAll(new UploadRoutes(rooms).routes());
    routes.addAll(new AuditRoutes(rooms).routes());
    routes.addAll(new SourceRoutes(rooms).routes());
    routes.addAll(new HealthRoutes(rooms).routes());
    routes.addAll(ConsoleRoutes.routes());
    return Server.start(settings, routes, new MeteredTraffic(rooms.meter()), run);
  }
}
