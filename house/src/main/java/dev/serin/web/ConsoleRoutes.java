package dev.serin.web;

import java.util.List;

/** The console: one page that lists the models, with its style and script. */
final class ConsoleRoutes {
  private ConsoleRoutes() {}

  static List<Route> routes() {
    Dialect plain = V2Dialect.PLAIN;
    return List.of(
        Route.get("/", plain, _ -> Page.file("console.html")),
        Route.get("/ui/serin.css", plain, _ -> Page.file("serin.css")),
        Route.get("/ui/console.js", plain, _ -> Page.file("console.js")));
  }
}
