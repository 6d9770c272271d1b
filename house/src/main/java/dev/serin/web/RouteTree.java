package dev.serin.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All routes by the segments of their patterns; a literal segment wins over a parameter. */
final class RouteTree {
  private final Map<String, RouteTree> literals = new HashMap<>();
  private final Map<String, RouteTree> parameters = new TreeMap<>();
  private final Map<String, Route> routes = new TreeMap<>();

  private RouteTree() {}

  static RouteTree of(List<Route> all) {
    RouteTree root = new RouteTree();
    for (Route route : all) {
      RouteTree node = root;
      for (String segment : Paths.segments(route.pattern())) {
        boolean parameter = segment.startsWith("{");
        node =
            parameter
                ? node.parameters.computeIfAbsent(
                    segment.substring(1, segment.length() - 1), _ -> new RouteTree())
                : node.literals.computeIfAbsent(segment, _ -> new RouteTree());
      }
      if (node.routes.put(route.method(), route) != null) {
        throw new IllegalArgumentException(
            "two routes for " + route.method() + " " + route.pattern());
      }
    }
    return root;
  }

  /** The routes of one path by method, and the values of its parameters. */
  record Found(Map<String, Route> routes, Map<String, String> parameters) {}

  Optional<Found> find(List<String> segments) {
    Map<String, String> values = new HashMap<>();
    return find(segments, 0, values).map(node -> new Found(node.routes, values));
  }

  private Optional<RouteTree> find(List<String> segments, int at, Map<String, String> values) {
    boolean end = at == segments.size() || at == segments.size() - 1 && segments.get(at).isEmpty();
    if (end) {
      return routes.isEmpty() ? Optional.empty() : Optional.of(this);
    }
    String segment = segments.get(at);
    RouteTree literal = literals.get(segment);
    if (literal != null) {
      Optional<RouteTree> found = literal.find(segments, at + 1, values);
      if (found.isPresent()) {
        return found;
      }
    }
    for (Map.Entry<String, RouteTree> parameter : parameters.entrySet()) {
      Optional<RouteTree> found = parameter.getValue().find(segments, at + 1, values);
      if (found.isPresent()) {
        values.put(parameter.getKey(), segment);
        return found;
      }
    }
    return Optional.empty();
  }
}
