package dev.serin.runtime.sklearn.cluster;

import dev.serin.kernel.near.Products;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bisecting k-means: a row goes down to the nearer of two centres until a leaf names its cluster.
 * Nodes lie in one list; a child stands behind its parent, so every way down ends.
 */
final class Bisection {
  private static final int DEEPEST = 1_000;

  private final List<Split> splits = new ArrayList<>();

  /** {@code both} are the two centres; {@code left} is -1 for a leaf. */
  private record Split(int label, int left, int right, double[] both) {}

  private Bisection() {}

  static Estimator of(Attributes state) {
    Matrix centres = Centres.centres(state, "cluster_centers_");
    int width = state.width(centres.columns());
    double[] shift = state.has("_X_mean") ? state.vector("_X_mean", width) : new double[width];
    Bisection tree = new Bisection();
    tree.add(state.inner("_bisecting_tree"), shift, centres.rows(), 0);
    return Computed.of(state.name(), width)
        .clusters(centres.rows(), tree::labels)
        .transform(centres.rows(), rows -> Centres.distances(rows, centres))
        .made();
  }

  private int add(Attributes node, double[] shift, int clusters, int depth) {
    if (depth > DEEPEST || splits.size() >= 2 * clusters) {
      throw node.corrupt("nests more splits than there are clusters");
    }
    int at = splits.size();
    splits.add(new Split(0, -1, -1, new double[0]));
    if (!node.has("left")) {
      int label = node.whole("label");
      if (label < 0 || label >= clusters) {
        throw node.corrupt("is the cluster " + label + " of " + clusters);
      }
      splits.set(at, new Split(label, -1, -1, new double[0]));
      return at;
    }
    int width = shift.length;
    double[] both = new double[2 * width];
    Attributes left = node.inner("left");
    Attributes right = node.inner("right");
    double[] first = left.vector("center", width);
    double[] second = right.vector("center", width);
    for (int i = 0; i < width; i++) {
      both[i] = first[i] + shift[i];
      both[width + i] = second[i] + shift[i];
    }
    int toLeft = add(left, shift, clusters, depth + 1);
    int toRight = add(right, shift, clusters, depth + 1);
    splits.set(at, new Split(0, toLeft, toRight, both));
    return at;
  }

  private int[] labels(Matrix rows) {
    int[] labels = new int[rows.rows()];
    int width = rows.columns();
    for (int row = 0; row < labels.length; row++) {
      double[] one = Arrays.copyOfRange(rows.values(), row * width, (row + 1) * width);
      Split split = splits.getFirst();
      while (split.left() >= 0) {
        boolean left = Products.nearest(one, split.both(), width)[0] == 0;
        split = splits.get(left ? split.left() : split.right());
      }
      labels[row] = split.label();
    }
    return labels;
  }
}
