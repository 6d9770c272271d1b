package dev.serin.runtime.sklearn.decomposition;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Workshop;
import java.util.Arrays;

/**
 * Tensor sketch of a polynomial kernel: for each degree the cells are added, with signs, into
 * {@code outputs} buckets; the sketches are then folded into each other around a circle. {@code
 * buckets} and {@code signs} are [degree, cells].
 */
record Sketch(int[] buckets, double[] signs, int degree, int outputs, double[] scale) {

  static Estimator of(Attributes state, Workshop workshop) {
    int degree = state.whole("degree", 2);
    int outputs = workshop.checkedWidth(state.place(), state.whole("n_components", 100));
    Matrix signs = state.matrix("bitHash_");
    if (degree < 1 || outputs < 1 || signs.rows() != degree || signs.columns() < 1) {
      throw state.corrupt("has " + signs.rows() + " sketches for the degree " + degree);
    }
    int[] buckets = state.indices("indexHash_", state.node("indexHash_"), outputs);
    if (buckets.length != signs.values().length) {
      throw state.corrupt("has buckets and signs of different numbers");
    }
    double constant = state.real("coef0", 0);
    double[] scale = {Math.sqrt(state.real("gamma", 1)), Math.sqrt(constant)};
    Sketch sketch = new Sketch(buckets, signs.values(), degree, outputs, scale);
    int width = state.width(signs.columns() - (constant == 0 ? 0 : 1));
    return Computed.of(state.name(), width).transform(outputs, sketch::folded).made();
  }

  private double[] folded(Matrix rows) {
    double[] all = new double[Math.multiplyExact(rows.rows(), outputs)];
    for (int row = 0; row < rows.rows(); row++) {
      double[] product = sketched(rows, row, 0);
      for (int d = 1; d < degree; d++) {
        product = around(product, sketched(rows, row, d));
      }
      System.arraycopy(product, 0, all, row * outputs, outputs);
    }
    return all;
  }

  private double[] sketched(Matrix rows, int row, int d) {
    int cells = buckets.length / degree;
    double[] sketch = new double[outputs];
    for (int j = 0; j < cells; j++) {
      double cell = j < rows.columns() ? scale[0] * rows.at(row, j) : scale[1];
      sketch[buckets[d * cells + j]] += signs[d * cells + j] * cell;
    }
    return sketch;
  }

  private double[] around(double[] first, double[] second) {
    double[] product = new double[outputs];
    Arrays.setAll(
        product,
        k -> {
          double sum = 0;
          for (int i = 0; i < outputs; i++) {
            sum += first[i] * second[Math.floorMod(k - i, outputs)];
          }
          return sum;
        });
    return product;
  }
}
