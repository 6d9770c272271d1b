package dev.serin.runtime.sklearn.meta.calibration;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes of {@code sklearn.calibration, isotonic, frozen} and of decision thresholds. */
public final class CalibrationFamily implements Family {
  private static final String THRESHOLDS = "sklearn.model_selection._classification_threshold";

  @Override
  public List<Recipe> recipes() {
    return List.of(
        new Recipe(
            "CalibratedClassifierCV",
            Set.of("sklearn.calibration"),
            "calibrated probabilities",
            CalibratedClassifier::of),
        new Recipe(
            "IsotonicRegression",
            Set.of("sklearn.isotonic"),
            "line through points",
            (state, workshop) -> new Isotonic(IsotonicLine.of(state))),
        new Recipe(
            "FrozenEstimator",
            Set.of("sklearn.frozen._frozen"),
            "its inner estimator",
            (state, workshop) -> Passing.on(state, workshop, "estimator")),
        new Recipe(
            "SelfTrainingClassifier",
            Set.of("sklearn.semi_supervised._self_training"),
            "its inner estimator",
            (state, workshop) ->
                Passing.on(state, workshop, state.either("estimator_", "base_estimator_"))),
        new Recipe(
            "TunedThresholdClassifierCV",
            Set.of(THRESHOLDS),
            "threshold",
            ThresholdClassifier::tuned),
        new Recipe(
            "FixedThresholdClassifier",
            Set.of(THRESHOLDS),
            "threshold",
            ThresholdClassifier::fixed));
  }

  @Override
  public Map<String, Set<String>> inert() {
    return Map.of(
        "sklearn.calibration",
        Set.of(
            "_CalibratedClassifier",
            "_SigmoidCalibration",
            "_SigmoidCalibrator",
            "_TemperatureScaling"),
        "sklearn.metrics._scorer",
        Set.of("_CurveScorer"));
  }
}
