package dev.serin.runtime.sklearn.neighbors;

import dev.serin.kernel.Sums;
import dev.serin.kernel.near.Neighbors;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Workshop;

/**
 * Local outlier factors for new rows: how much thinner the surroundings of a row are than those of
 * its neighbours. {@code reach} is the distance of each training row to its farthest neighbour,
 * {@code density} its local reachability density.
 */
record Outliers(double[] reach, double[] density) {

  static Estimator of(Attributes state, Workshop workshop) {
    if (!state.flag("novelty", false)) {
      throw state.unsupported("novelty is False, which judges its own training rows only");
    }
    Stored stored = Stored.of(state, workshop);
    int k = stored.count("n_neighbors_");
    int size = stored.space().size();
    Matrix distances = state.matrix("_distances_fit_X_");
    if (distances.rows() != size || distances.columns() < k) {
      throw state.corrupt("has distances of other rows in _distances_fit_X_");
    }
    Outliers outliers = new Outliers(distances.copy(k - 1), state.vector("_lrd", size));
    double offset = state.real("offset_");
    return stored
        .searching(k)
        .flat(Method.SCORE_SAMPLES, outliers::scores)
        .flat(Method.DECISION_FUNCTION, found -> outliers.shifted(found, offset))
        .sides(found -> outliers.shifted(found, offset))
        .made();
  }

  private double[] shifted(Neighbors found, double offset) {
    double[] scores = scores(found);
    for (int row = 0; row < scores.length; row++) {
      scores[row] -= offset;
    }
    return scores;
  }

  private double[] scores(Neighbors found) {
    int k = found.k();
    double[] scores = new double[found.rows()];
    double[] part = new double[k];
    for (int row = 0; row < scores.length; row++) {
      for (int i = 0; i < k; i++) {
        int at = row * k + i;
        part[i] = Math.max(found.distances()[at], reach[found.indices()[at]]);
      }
      double own = 1.0 / (Sums.of(part, 0, k) / k + 1e-10);
      for (int i = 0; i < k; i++) {
        part[i] = density[found.indices()[row * k + i]] / own;
      }
      scores[row] = -(Sums.of(part, 0, k) / k);
    }
    return scores;
  }
}
