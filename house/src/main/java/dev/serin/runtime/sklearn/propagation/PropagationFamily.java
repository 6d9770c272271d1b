package dev.serin.runtime.sklearn.propagation;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The graph classes of {@code sklearn.semi_supervised}. */
public final class PropagationFamily implements Family {
  private static final Set<String> MODULES =
      Set.of(
          "sklearn.semi_supervised.label_propagation",
          "sklearn.semi_supervised._label_propagation");
  private static final Set<String> TREE =
      Set.of("KDTree", "KDTree64", "BinaryTree", "newObj", "BallTree", "BallTree64");
  private static final Set<String> DISTANCES =
      Set.of("EuclideanDistance", "EuclideanDistance64", "newObj");

  @Override
  public List<Recipe> recipes() {
    return List.of(
        new Recipe("LabelPropagation", MODULES, "labelled points", Propagation::of),
        new Recipe("LabelSpreading", MODULES, "labelled points", Propagation::of));
  }

  /** The search for neighbours lies beside them; the points are asked directly instead. */
  @Override
  public Map<String, Set<String>> inert() {
    String room = "sklearn.neighbors.";
    Set<String> search = Set.of("NearestNeighbors");
    return Map.of(
        room + "unsupervised",
        search,
        room + "_unsupervised",
        search,
        room + "kd_tree",
        TREE,
        room + "_kd_tree",
        TREE,
        room + "ball_tree",
        TREE,
        room + "_ball_tree",
        TREE,
        room + "dist_metrics",
        DISTANCES,
        room + "_dist_metrics",
        DISTANCES,
        "sklearn.metrics._dist_metrics",
        DISTANCES);
  }
}
