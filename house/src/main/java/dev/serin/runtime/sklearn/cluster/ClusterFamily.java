package dev.serin.runtime.sklearn.cluster;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes of {@code sklearn.cluster} that predict or transform. */
public final class ClusterFamily implements Family {
  private static final String ROOM = "sklearn.cluster.";

  @Override
  public Map<String, Set<String>> inert() {
    return Map.of(
        ROOM + "_bisect_k_means",
        Set.of("_BisectingTree"),
        ROOM + "birch",
        Set.of("_CFNode", "_CFSubcluster"),
        ROOM + "_birch",
        Set.of("_CFNode", "_CFSubcluster"),
        ROOM + "_kmeans",
        Set.of("_kmeans_single_lloyd", "_kmeans_single_elkan"),
        "numpy",
        Set.of("mean", "median", "amax", "max", "amin", "min", "sum"));
  }

  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    Set<String> means = Set.of(ROOM + "k_means_", ROOM + "_kmeans", ROOM + "_k_means");
    add(recipes, "KMeans", means, "nearest centre", (state, _) -> Centres.means(state));
    add(recipes, "MiniBatchKMeans", means, "nearest centre", (state, _) -> Centres.means(state));
    add(
        recipes,
        "BisectingKMeans",
        Set.of(ROOM + "_bisect_k_means"),
        "tree of centres",
        (state, _) -> Bisection.of(state));
    add(
        recipes,
        "AffinityPropagation",
        Set.of(ROOM + "affinity_propagation_", ROOM + "_affinity_propagation"),
        "nearest centre",
        (state, _) -> Centres.exemplars(state));
    add(
        recipes,
        "MeanShift",
        Set.of(ROOM + "mean_shift_", ROOM + "_mean_shift"),
        "nearest centre",
        (state, _) -> Centres.plain(state));
    add(
        recipes,
        "Birch",
        Set.of(ROOM + "birch", ROOM + "_birch"),
        "nearest subcluster",
        (state, _) -> Centres.birch(state));
    add(
        recipes,
        "FeatureAgglomeration",
        Set.of(ROOM + "hierarchical", ROOM + "_agglomerative"),
        "pools of columns",
        Pools::of);
    return recipes;
  }

  private static void add(
      List<Recipe> recipes,
      String type,
      Set<String> modules,
      String mapsTo,
      Recipe.Builder builder) {
    recipes.add(new Recipe(type, modules, mapsTo, builder));
  }
}
