package dev.serin.runtime.boosting.xgboost;

import dev.serin.reader.Node;
import dev.serin.runtime.Format;
import dev.serin.runtime.Guest;
import dev.serin.runtime.Limits;
import dev.serin.runtime.boosting.BoostedModel;
import dev.serin.runtime.boosting.Head;
import dev.serin.runtime.boosting.OpenedModel;
import dev.serin.runtime.boosting.Refusal;
import dev.serin.runtime.boosting.State;
import dev.serin.tensor.DataType;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Set;

/** The pickled boosters and estimators of XGBoost: a UBJSON or JSON text is inside of them. */
public final class XgboostPickles implements Guest.Library {
  static final String NAME = "xgboost";
  private static final String ESTIMATORS = "xgboost.sklearn";
  private static final String CORE = "xgboost.core";
  private static final String BOOSTER = "Booster";
  private static final Set<String> CLASSIFIERS = Set.of("XGBClassifier", "XGBRFClassifier");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Set<String>> types() {
    return Map.of(
        ESTIMATORS,
        Set.of(
            "XGBClassifier",
            "XGBRegressor",
            "XGBRanker",
            "XGBRFClassifier",
            "XGBRFRegressor",
            "XGBModel"),
        CORE,
        Set.of(BOOSTER));
  }

  @Override
  public Map<String, Set<String>> inert() {
    return Map.of(
        "xgboost.compat",
        Set.of("XGBoostLabelEncoder"),
        "xgboost.callback",
        Set.of("EarlyStopping", "LearningRateScheduler", "EvaluationMonitor"),
        "sklearn.preprocessing.label",
        Set.of("LabelEncoder"),
        "sklearn.preprocessing._label",
        Set.of("LabelEncoder"));
  }

  @Override
  public Format.Opened open(Node.Instance instance, Limits limits) {
    State state = new State(instance, instance.type().name());
    XgboostModel model = read(state, limits);
    return OpenedModel.of(NAME, model.release(), instance.type().qualified(), guest(state, model));
  }

  @Override
  public Guest guest(Node.Instance instance, String place, Limits limits) {
    State state = new State(instance, place);
    return guest(state, read(state, limits));
  }

  private static XgboostModel read(State state, Limits limits) {
    boolean alone = state.type().equals(BOOSTER);
    State booster = alone ? state : state.inner("_Booster", CORE, BOOSTER);
    if (!(booster.optional("handle").orElse(Node.NONE) instanceof Node.Bytes handle)) {
      throw booster.corrupt("it holds no model: it was not trained");
    }
    return XgboostModel.read(
        new ByteArrayInputStream(handle.value()), booster.place(), limits.budget(), limits, !alone);
  }

  private static Guest guest(State state, XgboostModel model) {
    XgboostBooster booster = model.booster();
    if (state.type().equals(BOOSTER)) {
      return new BoostedModel(booster, model.columns(), new Head.Native(), DataType.FP32);
    }
    checkOptions(state);
    return new BoostedModel(
        booster.inEstimator(state.real("missing", Double.NaN), CLASSIFIERS.contains(state.type())),
        model.columns(),
        head(state, booster),
        DataType.FP32);
  }

  private static void checkOptions(State state) {
    if (state.has("objective") && state.text("objective").isEmpty()) {
      throw Refusal.value(state.place(), "has an objective of its own, a function");
    }
  }

  private static Head head(State state, XgboostBooster booster) {
    if (!CLASSIFIERS.contains(state.type())) {
      return new Head.Plain();
    }
    int scores = booster.width();
    int classes = state.whole("n_classes_", scores == 1 ? 2 : scores);
    if (scores > 1 && !booster.objective().multiclass()) {
      return new Head.Several(scores);
    }
    boolean fits = scores == 1 ? classes == 2 : classes == scores && scores > 2;
    if (fits) {
      Guest.Classes labels =
          state.has("_le") ? state.encoded("_le") : Guest.Classes.counted(classes);
      if (labels.size() == classes) {
        return new Head.Classifier(labels);
      }
    }
    throw Refusal.value(
        state.place(), "has " + classes + " classes, but " + scores + " scores in a row");
  }
}
