package dev.serin.runtime.sklearn.mixture;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes of {@code sklearn.mixture} and of {@code sklearn.covariance}. */
public final class MixtureFamily implements Family {
  private static final Map<String, List<String>> COVARIANCES =
      Map.of(
          "empirical_covariance", List.of("EmpiricalCovariance"),
          "shrunk_covariance", List.of("ShrunkCovariance", "LedoitWolf", "OAS"),
          "robust_covariance", List.of("MinCovDet"),
          "graph_lasso",
              List.of("GraphicalLasso", "GraphicalLassoCV", "GraphLasso", "GraphLassoCV"));

  @Override
  public Map<String, Set<String>> inert() {
    return Map.of("sklearn.covariance._graph_lasso", Set.of("_DictWithDeprecatedKeys"));
  }

  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    recipes.add(
        new Recipe(
            "GaussianMixture",
            Set.of("sklearn.mixture.gaussian_mixture", "sklearn.mixture._gaussian_mixture"),
            "mixture of normal densities",
            (state, _) -> Mixtures.plain(state)));
    recipes.add(
        new Recipe(
            "BayesianGaussianMixture",
            Set.of("sklearn.mixture.bayesian_mixture", "sklearn.mixture._bayesian_mixture"),
            "mixture of normal densities",
            (state, _) -> Mixtures.bayesian(state)));
    COVARIANCES.forEach(
        (module, types) ->
            types.forEach(
                type ->
                    recipes.add(
                        new Recipe(
                            type, modules(module), "covariance", (s, _) -> Covariances.plain(s)))));
    recipes.add(
        new Recipe(
            "EllipticEnvelope",
            modules("elliptic_envelope"),
            "outliers by covariance",
            (state, _) -> Covariances.envelope(state)));
    return recipes;
  }

  /** The modules got their leading underscore with 0.22; one was renamed, too. */
  private static Set<String> modules(String module) {
    String room = "sklearn.covariance.";
    return module.equals("graph_lasso")
        ? Set.of(room + "graph_lasso_", room + "_graph_lasso")
        : Set.of(room + module, room + module + "_", room + "_" + module);
  }
}
