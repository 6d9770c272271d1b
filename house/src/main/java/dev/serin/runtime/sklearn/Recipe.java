package dev.serin.runtime.sklearn;

import java.util.Set;

/**
 * How one class is built: {@code type} is its simple name, {@code modules} all modules where a
 * release from 0.20 on kept it, {@code mapsTo} says for people what serves it here.
 */
public record Recipe(String type, Set<String> modules, String mapsTo, Builder builder) {
  public Recipe {
    modules = Set.copyOf(modules);
  }

  /** Builds a checked step from the state of an instance, or refuses. */
  @FunctionalInterface
  public interface Builder {
    /** The step that this state describes; nested steps are asked of the workshop. */
    Estimator build(Attributes state, Workshop workshop);
  }
}
