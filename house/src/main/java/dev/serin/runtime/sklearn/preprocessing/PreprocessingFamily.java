package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import dev.serin.runtime.sklearn.Workshop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The transformers of {@code sklearn.preprocessing, impute} and {@code feature_selection}. */
public final class PreprocessingFamily implements Family {
  private static final String ROOM = "sklearn.preprocessing.";
  private static final String SELECTION = "sklearn.feature_selection.";
  private static final Set<String> DATA = Set.of(ROOM + "data", ROOM + "_data");
  private static final Set<String> IMPUTE = Set.of("sklearn.impute", "sklearn.impute._base");
  private static final Set<String> UNIVARIATE =
      Set.of(SELECTION + "univariate_selection", SELECTION + "_univariate_selection");
  private static final Set<String> RANDOMIZED = Set.of("sklearn.linear_model.randomized_l1");

  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    scalers(recipes);
    encoders(recipes);
    selectors(recipes);
    recipes.add(recipe("SimpleImputer", IMPUTE, "column imputer", Imputer::of));
    recipes.add(recipe("Imputer", Set.of(ROOM + "imputation"), "column imputer", Imputer::ancient));
    recipes.add(recipe("MissingIndicator", IMPUTE, "marks of missing cells", Indicator::of));
    return recipes;
  }

  /** What the splines of SciPy keep, and the function by which they make arrays. */
  @Override
  public Map<String, Set<String>> inert() {
    return Map.of(
        "scipy.interpolate._bsplines", Set.of("BSpline"),
        "scipy._lib.array_api_compat.numpy._aliases", Set.of("asarray"),
        "numpy", Set.of("asarray"));
  }

  private static void scalers(List<Recipe> recipes) {
    recipes.add(recipe("StandardScaler", DATA, "column scaler", ColumnScaler::standard));
    recipes.add(recipe("RobustScaler", DATA, "column scaler", ColumnScaler::robust));
    recipes.add(recipe("MinMaxScaler", DATA, "column scaler", ColumnScaler::minMax));
    recipes.add(recipe("MaxAbsScaler", DATA, "column scaler", ColumnScaler::maxAbs));
    recipes.add(recipe("Normalizer", DATA, "row scaler", RowNormalizer::of));
    recipes.add(recipe("Binarizer", DATA, "threshold", Threshold::of));
    recipes.add(recipe("PowerTransformer", DATA, "power transformation", Power::of));
    recipes.add(recipe("QuantileTransformer", DATA, "ranks among quantiles", Quantiles::of));
    recipes.add(
        new Recipe(
            "PolynomialFeatures",
            Set.of(ROOM + "data", ROOM + "_data", ROOM + "_polynomial"),
            "products of columns",
            Polynomial::of));
    recipes.add(
        new Recipe(
            "SplineTransformer",
            Set.of(ROOM + "_polynomial", ROOM + "_spline"),
            "spline basis",
            Splines::of));
    recipes.add(recipe("KBinsDiscretizer", Set.of(ROOM + "_discretization"), "bins", Bins::of));
  }

  private static void encoders(List<Recipe> recipes) {
    Set<String> encoders = Set.of(ROOM + "_encoders");
    Set<String> labels = Set.of(ROOM + "label", ROOM + "_label");
    recipes.add(
        new Recipe("OneHotEncoder", encoders, "one-hot encoder", PreprocessingFamily::oneHot));
    recipes.add(recipe("OrdinalEncoder", encoders, "ordinal encoder", Ordinal::of));
    recipes.add(
        new Recipe(
            "TargetEncoder", Set.of(ROOM + "_target_encoder"), "target means", TargetMeans::of));
    recipes.add(recipe("MultiLabelBinarizer", labels, "sets of labels", LabelSets::of));
    recipes.add(recipe("LabelEncoder", labels, "label encoder", LabelSteps::encoder));
    recipes.add(recipe("LabelBinarizer", labels, "label encoder", LabelSteps::binarizer));
  }

  private static Estimator oneHot(Attributes state, Workshop workshop) {
    return state.flag("_legacy_mode", false)
        ? OneHotCodes.of(state, workshop)
        : OneHot.of(state, workshop);
  }

  private static void selectors(List<Recipe> recipes) {
    String mapsTo = "selection of columns";
    recipes.add(
        recipe(
            "VarianceThreshold",
            Set.of(SELECTION + "variance_threshold", SELECTION + "_variance_threshold"),
            mapsTo,
            Selection::variance));
    recipes.add(recipe("SelectKBest", UNIVARIATE, mapsTo, Selection::best));
    recipes.add(recipe("SelectPercentile", UNIVARIATE, mapsTo, Selection::percentile));
    recipes.add(recipe("SelectFpr", UNIVARIATE, mapsTo, Selection::falsePositives));
    recipes.add(recipe("SelectFdr", UNIVARIATE, mapsTo, Selection::falseDiscoveries));
    recipes.add(recipe("SelectFwe", UNIVARIATE, mapsTo, Selection::familyError));
    recipes.add(recipe("GenericUnivariateSelect", UNIVARIATE, mapsTo, Selection::univariate));
    for (String type : List.of("RandomizedLasso", "RandomizedLogisticRegression")) {
      recipes.add(recipe(type, RANDOMIZED, mapsTo, Selection::randomized));
    }
  }

  private static Recipe recipe(
      String type, Set<String> modules, String mapsTo, Function<Attributes, Estimator> builder) {
    return new Recipe(type, modules, mapsTo, (state, workshop) -> builder.apply(state));
  }
}
