package dev.serin.runtime.sklearn;

import java.util.Arrays;
import java.util.Optional;

/** What a fitted step can be asked for, in the words of scikit-learn. */
public enum Method {
  PREDICT("predict"),
  PREDICT_PROBA("predict_proba"),
  DECISION_FUNCTION("decision_function"),
  TRANSFORM("transform"),
  SCORE_SAMPLES("score_samples"),
  /** The deviations that {@code predict(return_std=True)} gives beside the means. */
  PREDICT_STD("predict_std"),
  /** The squared distances by a fitted covariance. */
  MAHALANOBIS("mahalanobis"),
  /** The first part of what {@code kneighbors} gives. */
  KNEIGHBORS_DISTANCES("kneighbors_distances"),
  /** The second part of what {@code kneighbors} gives: the places of training rows. */
  KNEIGHBORS_INDICES("kneighbors_indices");

  private final String text;

  Method(String text) {
    this.text = text;
  }

  /** The method whose output has this name. */
  public static Optional<Method> named(String text) {
    return Arrays.stream(values()).filter(method -> method.text.equals(text)).findFirst();
  }

  /** The name of the method and of its output. */
  public String text() {
    return text;
  }
}
