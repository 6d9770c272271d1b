package dev.serin.runtime.sklearn;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A child package's classes. */
@FunctionalInterface
public interface Family {
  /** How each of its classes is built. */
  List<Recipe> recipes();

  /** Further names, by module, that its files hold as mere data and that are never built. */
  default Map<String, Set<String>> inert() {
    return Map.of();
  }
}
