package dev.serin.runtime.sklearn.meta.selection;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.List;
import java.util.Set;

/** The classes of {@code sklearn.feature_selection} that ask an estimator. */
public final class SelectionFamily implements Family {
  private static final String ROOM = "sklearn.feature_selection.";

  @Override
  public List<Recipe> recipes() {
    String mapsTo = "selection of columns";
    Set<String> elimination = Set.of(ROOM + "rfe", ROOM + "_rfe");
    return List.of(
        new Recipe(
            "SelectFromModel",
            Set.of(ROOM + "from_model", ROOM + "_from_model"),
            mapsTo,
            (state, workshop) -> ImportantColumns.of(state)),
        new Recipe("RFE", elimination, mapsTo, Elimination::of),
        new Recipe("RFECV", elimination, mapsTo, Elimination::of),
        new Recipe(
            "SequentialFeatureSelector",
            Set.of(ROOM + "_sequential"),
            mapsTo,
            (state, workshop) -> KeptColumns.supported(state)));
  }
}
