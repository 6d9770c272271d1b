package dev.serin.runtime.sklearn.trees;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decision trees, forests, gradient boosting, and the dummies that boosting starts from. */
public final class TreeFamily implements Family {
  private static final Set<String> TREE = Set.of("sklearn.tree.tree", "sklearn.tree._classes");
  private static final Set<String> FOREST =
      Set.of("sklearn.ensemble.forest", "sklearn.ensemble._forest");
  private static final Set<String> BOOSTING =
      Set.of("sklearn.ensemble.gradient_boosting", "sklearn.ensemble._gb");
  private static final Set<String> HIST =
      Set.of("sklearn.ensemble._hist_gradient_boosting.gradient_boosting");

  /** The losses of releases before 1.4 stand beside the model that they fitted. */
  private static final Set<String> LOSSES =
      Set.of(
          "BinomialDeviance",
          "ExponentialLoss",
          "HuberLossFunction",
          "LeastAbsoluteError",
          "LeastSquaresError",
          "MultinomialDeviance",
          "QuantileLossFunction");

  @Override
  public Map<String, Set<String>> inert() {
    Set<String> ancient = new HashSet<>(LOSSES);
    ancient.addAll(RawStart.ANCIENT);
    String hist = "sklearn.ensemble._hist_gradient_boosting.";
    return Map.of(
        "sklearn.tree._tree",
        Set.of("Tree"),
        "sklearn.ensemble._gb_losses",
        LOSSES,
        "sklearn.ensemble.gradient_boosting",
        ancient,
        hist + "predictor",
        Set.of("TreePredictor"),
        hist + "binning",
        Set.of("_BinMapper"),
        hist + "loss",
        Set.of(
            "BinaryCrossEntropy",
            "CategoricalCrossEntropy",
            "LeastAbsoluteDeviation",
            "LeastSquares",
            "Poisson"),
        "sklearn.compose._column_transformer",
        Set.of("ColumnTransformer", "_RemainderColsList"),
        "sklearn.preprocessing._function_transformer",
        Set.of("FunctionTransformer"),
        "sklearn.preprocessing._label",
        Set.of("LabelEncoder"));
  }

  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    for (String name : List.of("DecisionTree", "ExtraTree")) {
      add(recipes, name + "Classifier", TREE, "tree walk", (state, _) -> Forests.tree(state));
      add(
          recipes,
          name + "Regressor",
          TREE,
          "tree walk",
          (state, _) -> Forests.treeOfNumbers(state));
    }
    for (String name : List.of("RandomForest", "ExtraTrees")) {
      add(
          recipes,
          name + "Classifier",
          FOREST,
          "mean of trees",
          (state, _) -> Forests.forest(state));
      add(
          recipes,
          name + "Regressor",
          FOREST,
          "mean of trees",
          (state, _) -> Forests.forestOfNumbers(state));
    }
    add(recipes, "GradientBoostingClassifier", BOOSTING, "sum of trees", Boosting::classifier);
    add(recipes, "GradientBoostingRegressor", BOOSTING, "sum of trees", Boosting::regressor);
    add(recipes, "HistGradientBoostingClassifier", HIST, "sum of trees", HistBoosting::classifier);
    add(recipes, "HistGradientBoostingRegressor", HIST, "sum of trees", HistBoosting::regressor);
    add(recipes, "RandomTreesEmbedding", FOREST, "leaves of trees", Embedding::of);
    add(
        recipes,
        "IsolationForest",
        Set.of("sklearn.ensemble.iforest", "sklearn.ensemble._iforest"),
        "mean depth of trees",
        (state, _) -> IsolationForest.of(state));
    Set<String> dummy = Set.of("sklearn.dummy");
    add(recipes, "DummyClassifier", dummy, "constant", (state, _) -> Dummies.classifier(state));
    add(recipes, "DummyRegressor", dummy, "constant", (state, _) -> Dummies.regressor(state));
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
