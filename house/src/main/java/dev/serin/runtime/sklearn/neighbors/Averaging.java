package dev.serin.runtime.sklearn.neighbors;

import dev.serin.kernel.Sums;
import dev.serin.kernel.near.Neighbors;
import dev.serin.reader.NdArray;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Workshop;
import java.util.Arrays;

/** Numbers by the mean of neighbours: {@code kept} [training rows, width] are their own. */
record Averaging(double[] kept, int width, Weighing weighing) {

  /** Of the k nearest. */
  static Estimator nearest(Attributes state, Workshop workshop) {
    Stored stored = Stored.of(state, workshop);
    int k = stored.count("n_neighbors");
    Averaging averaging = of(state, stored);
    return stored.searching(k).predict(outputs(state), averaging::means).made();
  }

  /** Of all within a radius; NaN where there is none. */
  static Estimator within(Attributes state, Workshop workshop) {
    Stored stored = Stored.of(state, workshop);
    double radius = state.real("radius");
    Averaging averaging = of(state, stored);
    return stored
        .looking()
        .predict(outputs(state), rows -> averaging.meansWithin(stored, rows, radius))
        .made();
  }

  private static Averaging of(Attributes state, Stored stored) {
    NdArray kept = state.array("_y");
    int width = Math.max(1, outputs(state));
    if (kept.size() != (long) stored.space().size() * width) {
      throw state.corrupt("has " + kept.size() + " targets of " + stored.space().size() + " rows");
    }
    return new Averaging(kept.doubles(), width, Weighing.of(state));
  }

  private static int outputs(Attributes state) {
    int[] shape = state.array("_y").shape();
    return shape.length == 2 ? shape[1] : 0;
  }

  private double[] means(Neighbors found) {
    double[] means = new double[found.rows() * width];
    for (int row = 0; row < found.rows(); row++) {
      int from = row * found.k();
      double[] weights = weighing.of(found.distances(), from, found.k());
      mean(Arrays.copyOfRange(found.indices(), from, from + found.k()), weights, means, row);
    }
    return means;
  }

  private double[] meansWithin(Stored stored, Matrix rows, double radius) {
    double[] means = new double[rows.rows() * width];
    for (int row = 0; row < rows.rows(); row++) {
      double[] distances = stored.space().within(rows.values(), row * rows.columns(), radius);
      int[] found = Radius.found(distances);
      double[] weights = weighing.of(Radius.of(distances, found), 0, found.length);
      mean(found, weights, means, row);
    }
    return means;
  }

  private void mean(int[] found, double[] weights, double[] means, int row) {
    double all = Sums.of(weights, 0, weights.length);
    for (int target = 0; target < width; target++) {
      double sum = 0;
      for (int i = 0; i < found.length; i++) {
        sum += kept[found[i] * width + target] * weights[i];
      }
      means[row * width + target] = sum / all;
    }
  }
}
