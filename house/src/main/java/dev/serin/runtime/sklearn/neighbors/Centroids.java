package dev.serin.runtime.sklearn.neighbors;

import dev.serin.kernel.Links;
import dev.serin.kernel.Sums;
import dev.serin.kernel.near.Distance;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.tensor.DataType;
import java.util.List;

/**
 * The class of the nearest centre [classes, features]; since 1.6 with priors and with scores, where
 * distances count in deviations within the classes.
 */
record Centroids(Distance distance, Matrix centres, double[] deviations, double[] priors) {

  static Estimator of(Attributes state) {
    Labels labels = state.labels("classes_");
    Matrix centres = state.matrix("centroids_");
    if (centres.rows() != labels.size()) {
      throw state.corrupt("has " + centres.rows() + " centres of " + labels.size() + " classes");
    }
    int width = state.width(centres.columns());
    Distance distance = new Metrics(state, "metric", "metric_params").listed();
    if (!distance.fits(width)) {
      throw state.corrupt("has a metric for other rows");
    }
    boolean scored = state.has("class_prior_") && state.has("within_class_std_dev_");
    double[] deviations = scored ? state.vector("within_class_std_dev_", width) : new double[0];
    double[] priors = scored ? state.vector("class_prior_", labels.size()) : new double[0];
    Centroids centroids = new Centroids(distance, centres, deviations, priors);
    Computed<Matrix> made =
        Computed.of(state.name(), width).classes(List.of(labels), centroids::chosen);
    return (scored && distance == Distance.Plain.EUCLIDEAN
            ? centroids.scored(made, labels.size())
            : made)
        .made();
  }

  private Computed<Matrix> scored(Computed<Matrix> made, int classes) {
    return made.numbers(
            Method.DECISION_FUNCTION, Form.decision(classes == 2 ? 1 : classes), this::decision)
        .numbers(
            Method.PREDICT_PROBA, Form.wide(DataType.FP64, classes), rows -> shares(scores(rows)));
  }

  private int[] chosen(Matrix rows) {
    Matrix near = even() ? nearness(rows) : scores(rows);
    int[] chosen = new int[rows.rows()];
    for (int row = 0; row < chosen.length; row++) {
      chosen[row] = Links.largest(near.values(), row * near.columns(), near.columns());
    }
    return chosen;
  }

  /** Whether all classes are as likely, but for rounding. */
  private boolean even() {
    double even = 1.0 / centres.rows();
    for (double prior : priors) {
      if (Math.abs(prior - even) > 1e-8 + 1e-5 * even) {
        return false;
      }
    }
    return true;
  }

  private Matrix nearness(Matrix rows) {
    double[] near = distance.matrix(rows.values(), centres.values(), rows.columns());
    for (int i = 0; i < near.length; i++) {
      near[i] = -near[i];
    }
    return new Matrix(rows.rows(), centres.rows(), near);
  }

  private Matrix scores(Matrix rows) {
    double[] x = scaled(rows);
    double[] scores = distance.matrix(x, scaled(centres), rows.columns());
    for (int i = 0; i < scores.length; i++) {
      scores[i] = -scores[i] * scores[i] + 2.0 * Math.log(priors[i % priors.length]);
    }
    return new Matrix(rows.rows(), centres.rows(), scores);
  }

  private double[] scaled(Matrix rows) {
    double[] scaled = rows.values().clone();
    for (int i = 0; i < scaled.length; i++) {
      double deviation = deviations[i % deviations.length];
      scaled[i] /= deviation == 0 ? 1 : deviation;
    }
    return scaled;
  }

  private Matrix decision(Matrix rows) {
    Matrix scores = scores(rows);
    if (scores.columns() != 2) {
      return scores;
    }
    Matrix ratio = Matrix.zeros(rows.rows(), 1);
    for (int row = 0; row < rows.rows(); row++) {
      ratio.values()[row] = scores.at(row, 1) - scores.at(row, 0);
    }
    return ratio;
  }

  private static Matrix shares(Matrix scores) {
    for (int row = 0; row < scores.rows(); row++) {
      int from = row * scores.columns();
      double all = Sums.logOfExp(scores.values(), from, scores.columns());
      for (int c = 0; c < scores.columns(); c++) {
        scores.values()[from + c] = Math.exp(scores.values()[from + c] - all);
      }
    }
    return scores;
  }
}
