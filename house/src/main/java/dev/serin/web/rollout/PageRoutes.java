package dev.serin.web.rollout;

import dev.serin.web.Page;
import dev.serin.web.Route;
import java.util.List;
import java.util.stream.Stream;

/** The page of a model's roll-outs, with its style and scripts. */
final class PageRoutes {
  private static final String PAGE = "rollout.html";
  private static final List<String> PARTS =
      List.of(
          "rollout.css",
          "rollout-parts.css",
          "rollout-forms.css",
          "rollout.js",
          "rollout-actions.js",
          "rollout-charts.js",
          "rollout-client.js",
          "rollout-draw.js",
          "rollout-math.js",
          "rollout-panels.js",
          "rollout-past.js",
          "rollout-proof.js",
          "rollout-state.js",
          "rollout-timeline.js");

  private PageRoutes() {}

  /** The page by the name of a model, known or not, and what it loads. */
  static List<Route> routes() {
    return Stream.concat(
            Stream.of(Page.at("/rollouts/{m}", PAGE)),
            PARTS.stream().map(part -> Page.at("/ui/" + part, part)))
        .toList();
  }
}
