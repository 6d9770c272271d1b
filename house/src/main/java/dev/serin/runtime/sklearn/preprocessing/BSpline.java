package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import java.util.Arrays;

/**
 * A spline of several columns over one set of knots: {@code coefficients} has a row for each basis
 * function. Evaluated by de Boor's recursion (C. de Boor, A Practical Guide to Splines, chapter X)
 * in the order of operations that SciPy has.
 */
record BSpline(double[] knots, Matrix coefficients, int degree, boolean open) {
  private static final int HIGHEST = 64;

  static BSpline of(Attributes state) {
    double[] knots = state.vector(state.either("t", "_t"));
    Matrix coefficients = state.matrix(state.either("c", "_c"));
    int degree = state.whole("k");
    if (degree < 0 || degree > HIGHEST || state.whole("axis", 0) != 0) {
      throw state.unsupported("its degree is " + degree + " or its axis not the first");
    }
    if (knots.length < 2 * degree + 2 || coefficients.rows() < knots.length - degree - 1) {
      throw state.corrupt("has too few knots or coefficients for its degree");
    }
    for (int i = 1; i < knots.length; i++) {
      if (!(knots[i - 1] <= knots[i])) {
        throw state.corrupt("has knots that do not ascend");
      }
    }
    return new BSpline(knots, coefficients, degree, state.flag("extrapolate", true));
  }

  int width() {
    return coefficients.columns();
  }

  /** The number of basis functions. */
  int functions() {
    return knots.length - degree - 1;
  }

  /** The values at x, or the slopes; NaN beyond the outer knots of a spline that ends there. */
  double[] at(double x, boolean slope) {
    double[] values = new double[width()];
    int interval = interval(x);
    if (interval < 0) {
      Arrays.fill(values, Double.NaN);
      return values;
    }
    double[] basis = basis(x, interval, slope ? 1 : 0);
    for (int a = 0; a <= degree; a++) {
      for (int c = 0; c < values.length; c++) {
        values[c] += coefficients.at(interval + a - degree, c) * basis[a];
      }
    }
    return values;
  }

  /** The interval of knots that holds x, the outermost for an x beyond; -1 where there is none. */
  private int interval(double x) {
    int last = functions();
    boolean beyond = x < knots[degree] || x > knots[last];
    if (Double.isNaN(x) || beyond && !open) {
      return -1;
    }
    int interval = degree;
    while (x >= knots[interval + 1] && interval != last - 1) {
      interval++;
    }
    return interval;
  }

  /** The basis functions that are not zero there, or their derivatives of order {@code order}. */
  private double[] basis(double x, int interval, int order) {
    double[] basis = new double[degree + 1];
    if (order > degree) {
      return basis;
    }
    basis[0] = 1;
    for (int j = 1; j <= degree; j++) {
      double[] lower = basis.clone();
      basis[0] = 0;
      boolean derived = j > degree - order;
      for (int n = 1; n <= j; n++) {
        double right = knots[interval + n];
        double left = knots[interval + n - j];
        if (right == left) {
          basis[derived ? order : n] = 0; // SciPy clears this one where it derives
          continue;
        }
        if (derived) {
          double weight = j * lower[n - 1] / (right - left);
          basis[n - 1] -= weight;
          basis[n] = weight;
        } else {
          double weight = lower[n - 1] / (right - left);
          basis[n - 1] += weight * (right - x);
          basis[n] = weight * (x - left);
        }
      }
    }
    return basis;
  }
}
