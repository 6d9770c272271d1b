package dev.serin.runtime.sklearn;

import java.util.List;

/** A child package's classes. */
@FunctionalInterface
public interface Family {
  /** How each of its classes is built. */
  List<Recipe> recipes();
}
