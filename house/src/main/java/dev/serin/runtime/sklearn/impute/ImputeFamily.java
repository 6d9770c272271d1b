package dev.serin.runtime.sklearn.impute;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The imputers of {@code sklearn.impute} that look at other columns and rows. */
public final class ImputeFamily implements Family {
  private static final String ITERATIVE = "sklearn.impute._iterative";

  @Override
  public List<Recipe> recipes() {
    return List.of(
        new Recipe("KNNImputer", Set.of("sklearn.impute._knn"), "nearest rows", Nearest::of),
        new Recipe("IterativeImputer", Set.of(ITERATIVE), "predicted columns", Iterative::of));
  }

  @Override
  public Map<String, Set<String>> inert() {
    return Map.of(ITERATIVE, Set.of("_ImputerTriplet", "ImputerTriplet"));
  }
}
