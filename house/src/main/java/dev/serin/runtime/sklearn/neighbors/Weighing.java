package dev.serin.runtime.sklearn.neighbors;

import dev.serin.runtime.sklearn.Attributes;

/** How much each neighbour counts: all the same, or the inverse of its distance. */
enum Weighing {
  UNIFORM,
  DISTANCE;

  static Weighing of(Attributes state) {
    return state.choice("weights", "uniform", "uniform", "distance").equals("distance")
        ? DISTANCE
        : UNIFORM;
  }

  /** The weights of {@code n} distances; where one is zero, only the zeros count. */
  double[] of(double[] distances, int from, int n) {
    double[] weights = new double[n];
    boolean met = false;
    for (int i = 0; i < n; i++) {
      weights[i] = this == UNIFORM ? 1 : 1 / distances[from + i];
      met |= Double.isInfinite(weights[i]);
    }
    for (int i = 0; met && i < n; i++) {
      weights[i] = Double.isInfinite(weights[i]) ? 1 : 0;
    }
    return weights;
  }
}
