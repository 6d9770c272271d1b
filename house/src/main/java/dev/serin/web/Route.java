package dev.serin.web;

import java.util.Objects;

/**
 * A method and a path pattern such as {@code /v2/models/{m}/infer}, what answers there, and in
 * which dialect problems are told.
 */
public record Route(String method, String pattern, Dialect dialect, Endpoint endpoint) {
  public Route {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(dialect, "dialect");
    Objects.requireNonNull(endpoint, "endpoint");
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("a pattern starts with a slash: " + pattern);
    }
  }

  /** A route for GET and HEAD. */
  public static Route get(String pattern, Dialect dialect, Endpoint endpoint) {
    return new Route("GET", pattern, dialect, endpoint);
  }

  /** A route for POST. */
  public static Route post(String pattern, Dialect dialect, Endpoint endpoint) {
    return new Route("POST", pattern, dialect, endpoint);
  }

  /** A route for PUT. */
  public static Route put(String pattern, Dialect dialect, Endpoint endpoint) {
    return new Route("PUT", pattern, dialect, endpoint);
  }

  /** A route for PATCH. */
  public static Route patch(String pattern, Dialect dialect, Endpoint endpoint) {
    return new Route("PATCH", pattern, dialect, endpoint);
  }

  /** A route for DELETE. */
  public static Route delete(String pattern, Dialect dialect, Endpoint endpoint) {
    return new Route("DELETE", pattern, dialect, endpoint);
  }
}
