package dev.serin.web;

import java.util.List;

/** The console: one page that lists the models, with its style and script. */
final class ConsoleRoutes {
  private ConsoleRoutes() {}

  static List<Route> routes() {
    return List.of(
        Page.at("/", "console.html"),
        Page.at("/ui/serin.css", "serin.css"),
        Page.at("/ui/serin.svg", "serin.svg"),
        Page.at("/ui/console.js", "console.js"));
  }
}
