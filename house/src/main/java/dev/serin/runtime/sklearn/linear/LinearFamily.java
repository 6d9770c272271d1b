package dev.serin.runtime.sklearn.linear;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The classes of {@code sklearn.linear_model} and the linear ones of {@code sklearn.svm}. */
public final class LinearFamily implements Family {
  private static final String ROOM = "sklearn.linear_model.";
  private static final String REGRESSION = "linear regression";
  private static final String CLASSIFIER = "linear classifier";

  private static final Map<String, List<String>> REGRESSORS =
      Map.ofEntries(
          Map.entry("base", List.of("LinearRegression")),
          Map.entry("ridge", List.of("Ridge", "RidgeCV")),
          Map.entry(
              "coordinate_descent",
              List.of(
                  "Lasso",
                  "LassoCV",
                  "ElasticNet",
                  "ElasticNetCV",
                  "MultiTaskLasso",
                  "MultiTaskLassoCV",
                  "MultiTaskElasticNet",
                  "MultiTaskElasticNetCV")),
          Map.entry(
              "least_angle", List.of("Lars", "LarsCV", "LassoLars", "LassoLarsCV", "LassoLarsIC")),
          Map.entry("omp", List.of("OrthogonalMatchingPursuit", "OrthogonalMatchingPursuitCV")),
          Map.entry("stochastic_gradient", List.of("SGDRegressor")),
          Map.entry("passive_aggressive", List.of("PassiveAggressiveRegressor")),
          Map.entry("bayes", List.of("BayesianRidge", "ARDRegression")),
          Map.entry("huber", List.of("HuberRegressor")),
          Map.entry("theil_sen", List.of("TheilSenRegressor")),
          Map.entry("quantile", List.of("QuantileRegressor")));

  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    REGRESSORS.forEach(
        (module, types) ->
            types.forEach(
                type -> recipes.add(recipe(module, type, REGRESSION, LinearRegressor::plain))));
    classifiers(recipes);
    generalised(recipes);
    recipes.add(
        new Recipe(
            "LinearSVR",
            Set.of("sklearn.svm.classes", "sklearn.svm._classes"),
            REGRESSION,
            (state, workshop) -> LinearRegressor.plain(state)));
    recipes.add(recipe("stochastic_gradient", "SGDOneClassSVM", "linear outliers", OneClass::of));
    recipes.add(
        new Recipe(
            "RANSACRegressor",
            Set.of(ROOM + "ransac", ROOM + "_ransac"),
            "its inner estimator",
            Consensus::of));
    return recipes;
  }

  private static void classifiers(List<Recipe> recipes) {
    for (String type : List.of("LogisticRegression", "LogisticRegressionCV")) {
      recipes.add(recipe("logistic", type, "logistic regression", LinearClassifier::logistic));
    }
    for (String type : List.of("RidgeClassifier", "RidgeClassifierCV")) {
      recipes.add(recipe("ridge", type, CLASSIFIER, LinearClassifier::ridge));
    }
    recipes.add(
        recipe("stochastic_gradient", "SGDClassifier", CLASSIFIER, LinearClassifier::descent));
    recipes.add(recipe("perceptron", "Perceptron", CLASSIFIER, LinearClassifier::plain));
    recipes.add(
        recipe(
            "passive_aggressive",
            "PassiveAggressiveClassifier",
            CLASSIFIER,
            LinearClassifier::plain));
    recipes.add(
        new Recipe(
            "LinearSVC",
            Set.of("sklearn.svm.classes", "sklearn.svm._classes"),
            CLASSIFIER,
            (state, workshop) -> LinearClassifier.plain(state)));
  }

  private static void generalised(List<Recipe> recipes) {
    for (String type : List.of("PoissonRegressor", "GammaRegressor")) {
      recipes.add(recipe("glm.glm", type, "exponential regression", LinearRegressor::logarithmic));
    }
    recipes.add(
        recipe("glm.glm", "TweedieRegressor", "generalised regression", LinearRegressor::tweedie));
  }

  /** A class whose module got its leading underscore with 0.22. */
  private static Recipe recipe(
      String module, String type, String mapsTo, Function<Attributes, Estimator> builder) {
    return new Recipe(
        type,
        Set.of(ROOM + module, ROOM + "_" + module),
        mapsTo,
        (state, workshop) -> builder.apply(state));
  }
}
