package dev.serin.runtime.sklearn.compose;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Recipe;
import dev.serin.runtime.sklearn.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sampler of imbalanced-learn: it changed the rows of the fit and is passed by afterwards, so
 * nothing of it is read; alone it can answer nothing.
 */
record Resampler() implements Estimator {
  private static final String OVER = "imblearn.over_sampling.";
  private static final String UNDER = "imblearn.under_sampling.";
  private static final String CHOSEN = UNDER + "_prototype_selection.";
  private static final String MADE = UNDER + "_prototype_generation.";

  /** The modules of each class; up to 0.4 their names had no underscore, SMOTE lay in one file. */
  private static final Map<String, Set<String>> TYPES =
      Map.ofEntries(
          Map.entry("SMOTE", smote("base")),
          Map.entry("SMOTEN", smote("base")),
          Map.entry("SMOTENC", smote("base")),
          Map.entry("BorderlineSMOTE", smote("filter")),
          Map.entry("SVMSMOTE", smote("filter")),
          Map.entry("KMeansSMOTE", smote("cluster")),
          Map.entry("ADASYN", plain(OVER, "adasyn")),
          Map.entry("RandomOverSampler", plain(OVER, "random_over_sampler")),
          Map.entry("SMOTEENN", plain("imblearn.combine.", "smote_enn")),
          Map.entry("SMOTETomek", plain("imblearn.combine.", "smote_tomek")),
          Map.entry("ClusterCentroids", plain(MADE, "cluster_centroids")),
          Map.entry("AllKNN", plain(CHOSEN, "edited_nearest_neighbours")),
          Map.entry("EditedNearestNeighbours", plain(CHOSEN, "edited_nearest_neighbours")),
          Map.entry("RepeatedEditedNearestNeighbours", plain(CHOSEN, "edited_nearest_neighbours")),
          Map.entry("CondensedNearestNeighbour", plain(CHOSEN, "condensed_nearest_neighbour")),
          Map.entry("InstanceHardnessThreshold", plain(CHOSEN, "instance_hardness_threshold")),
          Map.entry("NearMiss", plain(CHOSEN, "nearmiss")),
          Map.entry("NeighbourhoodCleaningRule", plain(CHOSEN, "neighbourhood_cleaning_rule")),
          Map.entry("OneSidedSelection", plain(CHOSEN, "one_sided_selection")),
          Map.entry("RandomUnderSampler", plain(CHOSEN, "random_under_sampler")),
          Map.entry("TomekLinks", plain(CHOSEN, "tomek_links")));

  /** What samplers keep of neighbours and clusters, by package and class. */
  private static final Map<String, Set<String>> KEPT =
      Map.ofEntries(
          Map.entry("sklearn.neighbors._unsupervised", Set.of("NearestNeighbors")),
          Map.entry("sklearn.neighbors.unsupervised", Set.of("NearestNeighbors")),
          Map.entry("sklearn.neighbors._classification", Set.of("KNeighborsClassifier")),
          Map.entry("sklearn.neighbors.classification", Set.of("KNeighborsClassifier")),
          Map.entry("sklearn.neighbors._kd_tree", Set.of("newObj", "KDTree", "KDTree64")),
          Map.entry("sklearn.neighbors.kd_tree", Set.of("newObj", "KDTree")),
          Map.entry("sklearn.neighbors._ball_tree", Set.of("newObj", "BallTree", "BallTree64")),
          Map.entry("sklearn.neighbors.ball_tree", Set.of("newObj", "BallTree")),
          Map.entry("sklearn.metrics._dist_metrics", distances()),
          Map.entry("sklearn.neighbors._dist_metrics", distances()),
          Map.entry("sklearn.neighbors.dist_metrics", distances()),
          Map.entry("sklearn.cluster._kmeans", Set.of("KMeans", "MiniBatchKMeans")),
          Map.entry("sklearn.cluster.k_means_", Set.of("KMeans", "MiniBatchKMeans")));

  private static Set<String> distances() {
    return Set.of("newObj", "EuclideanDistance", "EuclideanDistance64", "MinkowskiDistance");
  }

  private static Set<String> smote(String part) {
    return Set.of(OVER + "_smote." + part, OVER + "_smote", OVER + "smote");
  }

  private static Set<String> plain(String room, String module) {
    String open = room.replace("._", ".");
    return Set.copyOf(List.of(room + "_" + module, room + module, open + module));
  }

  static List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    TYPES.forEach(
        (type, modules) ->
            recipes.add(
                new Recipe(type, modules, "passed by", (state, workshop) -> new Resampler())));
    return recipes;
  }

  /** The names that its files hold beside the classes. */
  static Map<String, Set<String>> inert() {
    return KEPT;
  }

  @Override
  public int width() {
    return ANY;
  }

  @Override
  public Map<Method, List<Form>> forms() {
    return Map.of();
  }

  @Override
  public Answer answer(Method method, Table rows) {
    throw new IllegalStateException("a sampler answers nothing");
  }
}
