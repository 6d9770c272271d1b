package dev.serin.runtime.sklearn.cluster;

import dev.serin.kernel.near.Products;
import dev.serin.reader.NdArray;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;

/** Clusterings that give a row the number of its nearest centre [clusters, features]. */
final class Centres {
  private Centres() {}

  /** K-means also gives the distances to all centres. */
  static Estimator means(Attributes state) {
    Matrix centres = centres(state, "cluster_centers_");
    return numbered(state, centres)
        .transform(centres.rows(), rows -> distances(rows, centres))
        .made();
  }

  static Estimator plain(Attributes state) {
    return numbered(state, centres(state, "cluster_centers_")).made();
  }

  /** Affinity propagation that did not come to rest has no centres and calls every row -1. */
  static Estimator exemplars(Attributes state) {
    if (!state.has("cluster_centers_")) {
      throw state.unsupported("affinity is 'precomputed', which cannot judge new rows");
    }
    NdArray kept = state.array("cluster_centers_");
    if (kept.size() > 0) {
      return plain(state);
    }
    int width = state.width();
    return Computed.of(state.name(), width)
        .labels(Labels.of(-1), rows -> new int[rows.rows()])
        .made();
  }

  /** Birch numbers its subclusters by the cluster that each fell into. */
  static Estimator birch(Attributes state) {
    Matrix centres = centres(state, "subcluster_centers_");
    long[] labels = state.array("subcluster_labels_").longs();
    if (labels.length != centres.rows()) {
      throw state.corrupt("has " + labels.length + " labels of " + centres.rows() + " subclusters");
    }
    return Computed.of(state.name(), state.width(centres.columns()))
        .labels(Labels.of(labels), rows -> nearest(rows, centres))
        .transform(centres.rows(), rows -> distances(rows, centres))
        .made();
  }

  private static Computed<Matrix> numbered(Attributes state, Matrix centres) {
    return Computed.of(state.name(), state.width(centres.columns()))
        .clusters(centres.rows(), rows -> nearest(rows, centres));
  }

  static Matrix centres(Attributes state, String attribute) {
    Matrix centres = state.matrix(attribute);
    if (centres.rows() == 0 || centres.columns() == 0) {
      throw state.corrupt("has no centres in " + attribute);
    }
    return centres;
  }

  static double[] distances(Matrix rows, Matrix centres) {
    return Products.distances(rows.values(), centres.values(), centres.columns());
  }

  private static int[] nearest(Matrix rows, Matrix centres) {
    return Products.nearest(rows.values(), centres.values(), centres.columns());
  }
}
