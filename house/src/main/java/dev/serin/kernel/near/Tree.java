package dev.serin.kernel.near;

import dev.serin.kernel.Corrupt;
import java.util.Arrays;

/**
 * Stored rows under a search tree as the file has it: a node is a box (KD tree) or a ball around a
 * centre, and holds a run of {@code order}; node i has the children 2i + 1 and 2i + 2. The search
 * goes depth first, the nearer child before the other, because that order decides between equally
 * near rows.
 */
public final class Tree implements Space {
  private final Points points;
  private final int width;
  private final Nodes nodes;

  /**
   * What the file says about the tree: {@code order} [rows], {@code starts}, {@code ends}, {@code
   * leaves} and {@code radii} [nodes], and {@code low} and {@code high} [nodes, width]: the corners
   * of the boxes, or the centres of the balls and nothing. {@code p} is the power of a box's
   * distance.
   */
  public record Nodes(
      int[] order,
      int[] starts,
      int[] ends,
      boolean[] leaves,
      double[] radii,
      double[] low,
      double[] high,
      double p) {}

  /**
   * A tree over these rows.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT when the nodes are no such tree
   */
  public Tree(Points points, Nodes nodes, String place) {
    points.check(place);
    this.points = points;
    this.width = points.width();
    this.nodes = nodes;
    check(place);
  }

  private void check(String place) {
    int count = nodes.starts.length;
    long cells = (long) count * width;
    boolean lengths =
        count > 0
            && nodes.order.length == size()
            && nodes.ends.length == count
            && nodes.leaves.length == count
            && nodes.radii.length == count
            && nodes.low.length == cells
            && (nodes.high.length == 0 || nodes.high.length == cells);
    if (!lengths || nodes.starts[0] != 0 || nodes.ends[0] != size()) {
      throw Corrupt.at(place, "the arrays of the search tree do not fit each other");
    }
    for (int index : nodes.order) {
      if (index < 0 || index >= size()) {
        throw Corrupt.at(place, "the search tree holds row " + index + " of " + size());
      }
    }
    for (int node = 0; node < count; node++) {
      if (!nodes.leaves[node] && !parted(node)) {
        throw Corrupt.at(place, "node " + node + " of the search tree is not what its parts are");
      }
    }
  }

  /** Whether the children share out the run of their parent. */
  private boolean parted(int node) {
    int left = 2 * node + 1;
    int right = left + 1;
    return right < nodes.starts.length
        && nodes.starts[left] == nodes.starts[node]
        && nodes.ends[left] >= nodes.starts[left]
        && nodes.starts[right] == nodes.ends[left]
        && nodes.ends[right] == nodes.ends[node]
        && nodes.ends[right] >= nodes.starts[right];
  }

  @Override
  public int size() {
    return points.size();
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Neighbors nearest(double[] x, int count, int k) {
    Neighbors found = new Neighbors(count, k);
    for (int row = 0; row < count; row++) {
      Nearest nearest = new Nearest(k, points.order());
      search(0, x, row * width, nearest, bound(0, x, row * width));
      nearest.write(found, row);
    }
    Arrays.setAll(found.distances(), i -> points.distance().full(found.distances()[i]));
    return found;
  }

  private void search(int node, double[] x, int from, Nearest nearest, double bound) {
    if (bound > nearest.largest()) {
      return;
    }
    if (nodes.leaves[node]) {
      for (int i = nodes.starts[node]; i < nodes.ends[node]; i++) {
        int row = nodes.order[i];
        nearest.push(points.reduced(x, from, row), row);
      }
      return;
    }
    int left = 2 * node + 1;
    double toLeft = bound(left, x, from);
    double toRight = bound(left + 1, x, from);
    if (toLeft <= toRight) {
      search(left, x, from, nearest, toLeft);
      search(left + 1, x, from, nearest, toRight);
    } else {
      search(left + 1, x, from, nearest, toRight);
      search(left, x, from, nearest, toLeft);
    }
  }

  /** The least reduced distance to anything in a node. */
  private double bound(int node, double[] x, int from) {
    if (nodes.high.length == 0) {
      double gap =
          points.distance().between(x, from, nodes.low, node * width, width) - nodes.radii[node];
      return points.distance().reduction(Math.max(0, gap));
    }
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double below = Math.max(0, nodes.low[node * width + i] - x[from + i]);
      double above = Math.max(0, x[from + i] - nodes.high[node * width + i]);
      double gap = below + above;
      sum = Double.isInfinite(nodes.p) ? Math.max(sum, gap) : sum + Math.pow(gap, nodes.p);
    }
    return sum;
  }

  @Override
  public double[] within(double[] x, int from, double radius) {
    double limit = points.distance().reduction(radius);
    double[] distances = new double[size()];
    for (int i = 0; i < distances.length; i++) {
      double reduced = points.reduced(x, from, i);
      distances[i] = reduced <= limit ? points.distance().full(reduced) : Double.NaN;
    }
    return distances;
  }
}
