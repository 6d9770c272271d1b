package dev.serin.runtime.sklearn.bayes;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The classes of {@code sklearn.naive_bayes} and {@code sklearn.discriminant_analysis}. */
public final class BayesFamily implements Family {
  private static final String NAIVE = "sklearn.naive_bayes";
  private static final String DISCRIMINANT = "sklearn.discriminant_analysis";

  @Override
  public List<Recipe> recipes() {
    return List.of(
        recipe("GaussianNB", NAIVE, "normal distributions", NaiveBayes::gaussian),
        recipe("MultinomialNB", NAIVE, "weighted counts", NaiveBayes::multinomial),
        recipe("ComplementNB", NAIVE, "weighted counts", NaiveBayes::complement),
        recipe("BernoulliNB", NAIVE, "weighted marks", NaiveBayes::bernoulli),
        recipe("CategoricalNB", NAIVE, "tables of categories", NaiveBayes::categorical),
        recipe(
            "LinearDiscriminantAnalysis",
            DISCRIMINANT,
            "linear classifier",
            LinearDiscriminant::of),
        recipe(
            "QuadraticDiscriminantAnalysis",
            DISCRIMINANT,
            "normal distributions",
            QuadraticDiscriminant::of));
  }

  private static Recipe recipe(
      String type, String module, String mapsTo, Function<Attributes, Estimator> builder) {
    return new Recipe(type, Set.of(module), mapsTo, (state, workshop) -> builder.apply(state));
  }
}
