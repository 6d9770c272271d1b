package dev.serin.runtime.sklearn.neighbors;

import dev.serin.kernel.near.Neighbors;
import dev.serin.kernel.pairs.Centring;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Likenesses;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Workshop;
import java.util.Arrays;

/**
 * Isomap: the way from a row to each training row leads over its neighbours and along the paths
 * [training rows, training rows] of the fit; the ways are projected as a kernel.
 */
record Geodesic(Matrix paths, Centring centring) {

  static Estimator of(Attributes state, Workshop workshop) {
    Stored stored = Stored.of(state.inner("nbrs_"), workshop);
    int size = stored.space().size();
    Matrix paths = state.matrix("dist_matrix_");
    Centring centring = Likenesses.centring(state.inner("kernel_pca_"));
    if (paths.rows() != size || paths.columns() != size || centring.count() != size) {
      throw state.corrupt("has paths between other rows than it stores");
    }
    Geodesic geodesic = new Geodesic(paths, centring);
    Computed<Matrix> made = stored.looking();
    if (state.has("radius")) {
      double radius = state.real("radius");
      return made.transform(centring.outputs(), rows -> geodesic.within(stored, rows, radius))
          .made();
    }
    int k = stored.count("n_neighbors");
    return made.transform(centring.outputs(), rows -> geodesic.over(stored.nearest(rows, k)))
        .made();
  }

  private double[] over(Neighbors found) {
    double[] ways = ways(found.rows());
    for (int i = 0; i < found.indices().length; i++) {
      shorten(ways, i / found.k(), found.indices()[i], found.distances()[i]);
    }
    return projected(ways);
  }

  private double[] within(Stored stored, Matrix rows, double radius) {
    double[] ways = ways(rows.rows());
    for (int row = 0; row < rows.rows(); row++) {
      double[] near = stored.space().within(rows.values(), row * rows.columns(), radius);
      for (int i : Radius.found(near)) {
        shorten(ways, row, i, near[i]);
      }
    }
    return projected(ways);
  }

  private double[] ways(int rows) {
    double[] ways = Matrix.zeros(rows, paths.columns()).values();
    Arrays.fill(ways, Double.POSITIVE_INFINITY);
    return ways;
  }

  private void shorten(double[] ways, int row, int over, double distance) {
    int size = paths.columns();
    for (int i = 0; i < size; i++) {
      ways[row * size + i] = Math.min(ways[row * size + i], paths.at(over, i) + distance);
    }
  }

  private double[] projected(double[] ways) {
    Arrays.setAll(ways, i -> ways[i] * ways[i] * -0.5);
    return centring.projected(ways);
  }
}
