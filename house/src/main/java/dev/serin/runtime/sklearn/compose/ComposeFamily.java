package dev.serin.runtime.sklearn.compose;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes that put others together. */
public final class ComposeFamily implements Family {
  private static final String COLUMNS = "sklearn.compose._column_transformer";
  private static final String SEARCH = "sklearn.model_selection._search";
  private static final String FUNCTION = "sklearn.preprocessing._function_transformer";

  /** Functions that are often used and refused with their place, not as unknown names. */
  private static final Set<String> REFUSED_LATER =
      Set.of("around", "clip", "maximum", "minimum", "nan_to_num", "power", "round");

  /** The indexes of pandas in which column transformers kept the names of columns. */
  private static final Map<String, Set<String>> INDEXES =
      Map.of(
          "base", Set.of("Index", "_new_Index"),
          "range", Set.of("RangeIndex"),
          "numeric", Set.of("Int64Index", "UInt64Index", "Float64Index"));

  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    recipes.add(
        new Recipe(
            "Pipeline",
            Set.of("sklearn.pipeline", "imblearn.pipeline"),
            "chain of steps",
            Chain::of));
    recipes.addAll(Resampler.recipes());
    recipes.add(
        new Recipe("FeatureUnion", Set.of("sklearn.pipeline"), "parts side by side", Union::of));
    recipes.add(
        new Recipe("ColumnTransformer", Set.of(COLUMNS), "parts side by side", Columns::of));
    recipes.add(
        new Recipe(
            "FunctionTransformer",
            Set.of(FUNCTION),
            "function of each cell",
            (state, workshop) -> Function.of(state)));
    for (String type : List.of("GridSearchCV", "RandomizedSearchCV")) {
      recipes.add(new Recipe(type, Set.of(SEARCH), "its best estimator", Search::of));
    }
    for (String type : List.of("HalvingGridSearchCV", "HalvingRandomSearchCV")) {
      recipes.add(
          new Recipe(
              type, Set.of(SEARCH + "_successive_halving"), "its best estimator", Search::of));
    }
    return recipes;
  }

  /** The functions are data here: a transformer of one of them is served by its name. */
  @Override
  public Map<String, Set<String>> inert() {
    Map<String, Set<String>> names = new HashMap<>(Resampler.inert());
    Set<String> functions = new HashSet<>(Function.names());
    functions.addAll(REFUSED_LATER);
    Function.MODULES.forEach(module -> names.put(module, functions));
    names.put("numpy.core", Set.of(Function.REBUILT));
    INDEXES.forEach((module, types) -> names.put("pandas.core.indexes." + module, types));
    names.put("pandas.core.dtypes.dtypes", Set.of("CategoricalDtype"));
    names.put(COLUMNS, Set.of("_RemainderColsList", "make_column_selector"));
    return names;
  }
}
