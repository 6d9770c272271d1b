package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The classes of {@code sklearn.ensemble} that hold other estimators. */
public final class EnsembleFamily implements Family {
  private static final String ROOM = "sklearn.ensemble.";

  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    Set<String> boosting = Set.of(ROOM + "weight_boosting", ROOM + "_weight_boosting");
    Set<String> bagging = Set.of(ROOM + "bagging", ROOM + "_bagging");
    Set<String> voting = Set.of(ROOM + "voting_classifier", ROOM + "voting", ROOM + "_voting");
    Set<String> stacking = Set.of(ROOM + "_stacking");
    String weighted = "weighted votes";
    recipes.add(new Recipe("AdaBoostClassifier", boosting, weighted, BoostedVotes::of));
    recipes.add(new Recipe("AdaBoostRegressor", boosting, "weighted median", Median::of));
    recipes.add(new Recipe("BaggingClassifier", bagging, "mean", BaggedClassifier::of));
    recipes.add(new Recipe("BaggingRegressor", bagging, "mean", BaggedRegressor::of));
    recipes.add(new Recipe("VotingClassifier", voting, weighted, VotingClassifier::of));
    recipes.add(new Recipe("VotingRegressor", voting, "weighted mean", VotingRegressor::of));
    recipes.add(new Recipe("StackingClassifier", stacking, "stack", StackedClassifier::of));
    recipes.add(new Recipe("StackingRegressor", stacking, "stack", StackedRegressor::of));
    return recipes;
  }
}
