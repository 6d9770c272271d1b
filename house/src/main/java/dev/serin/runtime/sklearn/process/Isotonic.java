package dev.serin.runtime.sklearn.process;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import java.util.Arrays;

/** Lines between the fitted steps {@code x}, ascending, and {@code y}. */
record Isotonic(double[] x, double[] y, String outside) {

  static Estimator of(Attributes state) {
    double[] x = state.vector(state.either("X_thresholds_", "_necessary_X_"));
    double[] y = state.vector(state.either("y_thresholds_", "_necessary_y_"), x.length);
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i]) || i > 0 && x[i] <= x[i - 1]) {
        throw state.corrupt("has steps that do not ascend");
      }
    }
    if (x.length == 0) {
      throw state.corrupt("has no steps");
    }
    String outside = state.choice("out_of_bounds", "nan", "nan", "clip", "raise");
    Isotonic steps = new Isotonic(x, y, outside);
    return Computed.of(state.name(), 1)
        .flat(Method.PREDICT, steps::between)
        .flat(Method.TRANSFORM, steps::between)
        .made();
  }

  private double[] between(Matrix rows) {
    double[] found = new double[rows.rows()];
    for (int row = 0; row < found.length; row++) {
      found[row] = y.length == 1 ? y[0] : between(rows.values()[row]);
    }
    return found;
  }

  private double between(double given) {
    double first = x[0];
    double last = x[x.length - 1];
    double at = outside.equals("clip") ? Math.clamp(given, first, last) : given;
    if (at < first || at > last) {
      if (outside.equals("raise")) {
        throw Rows.invalid("OUT_OF_BOUNDS", at + " is beyond " + first + " to " + last);
      }
      return Double.NaN;
    }
    if (at == last) {
      return y[y.length - 1];
    }
    int found = Arrays.binarySearch(x, at);
    int left = found >= 0 ? found : -found - 2;
    double slope = (y[left + 1] - y[left]) / (x[left + 1] - x[left]);
    return slope * (at - x[left]) + y[left];
  }
}
