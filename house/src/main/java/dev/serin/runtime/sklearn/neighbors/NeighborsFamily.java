package dev.serin.runtime.sklearn.neighbors;

import dev.serin.runtime.sklearn.Dense;
import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes of {@code sklearn.neighbors}, and Isomap, which searches with them. */
public final class NeighborsFamily implements Family {
  private static final String ROOM = "sklearn.neighbors.";
  private static final List<String> DISTANCES =
      List.of(
          "Euclidean",
          "SEuclidean",
          "Manhattan",
          "Chebyshev",
          "Minkowski",
          "WMinkowski",
          "Mahalanobis",
          "Hamming",
          "Canberra",
          "BrayCurtis",
          "Matching",
          "Jaccard",
          "Dice",
          "Kulsinski",
          "RogersTanimoto",
          "RussellRao",
          "SokalMichener",
          "SokalSneath",
          "Haversine");

  @Override
  public Map<String, Set<String>> inert() {
    Map<String, Set<String>> names = new HashMap<>(Dense.inert());
    Set<String> distances = new HashSet<>(Set.of("newObj"));
    for (String distance : DISTANCES) {
      distances.add(distance + "Distance");
      distances.add(distance + "Distance64");
    }
    for (String module :
        List.of(ROOM + "dist_metrics", ROOM + "_dist_metrics", "sklearn.metrics._dist_metrics")) {
      names.put(module, distances);
    }
    for (String underscore : List.of("", "_")) {
      names.put(ROOM + underscore + "kd_tree", Set.of("newObj", "KDTree", "KDTree64"));
      names.put(ROOM + underscore + "ball_tree", Set.of("newObj", "BallTree", "BallTree64"));
    }
    return names;
  }

  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    add(recipes, "classification", "KNeighborsClassifier", "votes of neighbours", Voting::of);
    add(recipes, "classification", "RadiusNeighborsClassifier", "votes of neighbours", Radius::of);
    add(recipes, "regression", "KNeighborsRegressor", "mean of neighbours", Averaging::nearest);
    add(recipes, "regression", "RadiusNeighborsRegressor", "mean of neighbours", Averaging::within);
    add(recipes, "unsupervised", "NearestNeighbors", "search of neighbours", Searches::nearest);
    add(recipes, "graph", "KNeighborsTransformer", "graph of neighbours", Searches::graph);
    add(recipes, "graph", "RadiusNeighborsTransformer", "graph of neighbours", Searches::radius);
    add(recipes, "lof", "LocalOutlierFactor", "local outlier factors", Outliers::of);
    add(recipes, "kde", "KernelDensity", "kernel density", Density::of);
    recipes.add(
        new Recipe(
            "Isomap",
            Set.of("sklearn.manifold.isomap", "sklearn.manifold._isomap"),
            "ways over neighbours",
            Geodesic::of));
    add(
        recipes,
        "nearest_centroid",
        "NearestCentroid",
        "nearest centre",
        (state, _) -> Centroids.of(state));
    add(
        recipes,
        "nca",
        "NeighborhoodComponentsAnalysis",
        "projection",
        (state, _) -> Searches.components(state));
    return recipes;
  }

  /** A class whose module got its leading underscore with 0.22. */
  private static void add(
      List<Recipe> recipes, String module, String type, String mapsTo, Recipe.Builder builder) {
    recipes.add(new Recipe(type, Set.of(ROOM + module, ROOM + "_" + module), mapsTo, builder));
  }
}
