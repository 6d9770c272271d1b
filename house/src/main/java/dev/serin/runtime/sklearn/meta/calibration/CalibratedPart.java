package dev.serin.runtime.sklearn.meta.calibration;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Places;
import java.util.ArrayList;
import java.util.List;

/** One fitted classifier with the calibrators of its scores, one for each column of them. */
final class CalibratedPart {
  private final Member member;
  private final int[] places;
  private final int classes;
  private final List<Calibrator> calibrators;
  private final double inverse; // of the temperature; 0 where there is none

  private CalibratedPart(
      Member member, int[] places, int classes, List<Calibrator> calibrators, double inverse) {
    this.member = member;
    this.places = places;
    this.classes = classes;
    this.calibrators = List.copyOf(calibrators);
    this.inverse = inverse;
  }

  /** The part in this state; {@code estimator} was {@code base_estimator} before 1.2. */
  static CalibratedPart of(Attributes state, Workshop workshop, Labels labels) {
    Member member = Member.of(state, workshop, state.either("estimator", "base_estimator"));
    String method = state.choice("method", "sigmoid", "sigmoid", "isotonic", "temperature");
    boolean temperature = method.equals("temperature"); // fitted on the numbers of the labels
    int[] places = temperature ? new int[member.labels().size()] : Places.within(member, labels);
    if (!member.has(Method.DECISION_FUNCTION)) {
      member.answering(Method.PREDICT_PROBA, places.length);
    }
    String attribute = state.either("calibrators", "calibrators_");
    List<Node> nodes = state.items(attribute);
    if (nodes.isEmpty()) {
      throw state.corrupt("has no calibrators");
    }
    if (temperature) {
      Attributes only = state.inner(attribute + "[0]", nodes.getFirst());
      int columns = member.has(Method.DECISION_FUNCTION) ? columns(member) : places.length;
      if (columns != labels.size() && !(labels.size() == 2 && columns == 1)) {
        throw state.corrupt("has " + columns + " scores for " + labels.size() + " classes");
      }
      return new CalibratedPart(member, places, labels.size(), List.of(), only.real("beta_"));
    }
    List<Calibrator> calibrators = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      calibrators.add(Calibrator.of(state, attribute + "[" + i + "]", nodes.get(i)));
    }
    return new CalibratedPart(member, places, labels.size(), calibrators, 0);
  }

  private static int columns(Member member) {
    return member.columns(Method.DECISION_FUNCTION);
  }

  Member member() {
    return member;
  }

  /** The probabilities of the outer classes. */
  Matrix probabilities(Table rows) {
    Matrix scores = scores(rows);
    Matrix proba = inverse == 0 ? calibrated(scores) : Calibrator.scaled(scores, inverse);
    double[] values = proba.values();
    for (int i = 0; i < values.length; i++) {
      if (values[i] > 1 && values[i] <= 1 + 1e-5) {
        values[i] = 1;
      }
    }
    return proba;
  }

  private Matrix scores(Table rows) {
    if (member.has(Method.DECISION_FUNCTION)) {
      return member.numbers(Method.DECISION_FUNCTION, rows);
    }
    Matrix proba = member.numbers(Method.PREDICT_PROBA, rows);
    boolean second = places.length == 2 && inverse == 0;
    return second ? new Matrix(proba.rows(), 1, proba.copy(1)) : proba;
  }

  private Matrix calibrated(Matrix scores) {
    Matrix proba = Matrix.zeros(scores.rows(), classes);
    int columns = Math.min(Math.min(places.length, scores.columns()), calibrators.size());
    for (int c = 0; c < columns; c++) {
      // The one column of two classes is of the second.
      int to = classes == 2 ? Math.min(places[c] + 1, 1) : places[c];
      for (int r = 0; r < scores.rows(); r++) {
        proba.values()[r * classes + to] = calibrators.get(c).at(scores.at(r, c));
      }
    }
    normalise(proba);
    return proba;
  }

  private void normalise(Matrix proba) {
    double[] values = proba.values();
    for (int from = 0; from < values.length; from += classes) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += values[from + k];
      }
      for (int k = 0; k < classes; k++) {
        if (classes == 2) {
          values[from + k] = k == 0 ? 1 - values[from + 1] : values[from + 1];
        } else {
          values[from + k] = sum == 0 ? 1.0 / classes : values[from + k] / sum;
        }
      }
    }
  }
}
