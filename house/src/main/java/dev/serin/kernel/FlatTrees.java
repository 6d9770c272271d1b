package dev.serin.kernel;

import dev.serin.base.Problem;
import java.util.Arrays;
import java.util.List;

/**
 * Many trees in one array, walked without branches.
 *
 * <p>A node is four ints: the feature, the key of its threshold, where its children are, and one
 * more (for a leaf which values it has, for an inner node whether NaN goes left). The key of a
 * float orders like the float: {@code bits ^ (bits >> 31 & 0x7fffffff)}. The children of a node are
 * neighbours, so the next node is the children's place plus 0 or 4, and the sign of {@code
 * threshold - key} says which: no branch, so nothing is mispredicted. A leaf is its own child and
 * has a threshold above every key; therefore a walk may take more steps than needed, and four trees
 * (or four rows) of different depth go side by side, each hiding the others' waiting for memory.
 *
 * <p>Comparing floats is exact: scikit-learn compares a float with a double threshold, and {@code x
 * <= t} holds for a float x just when x is at most the largest float that is at most t.
 *
 * <p>NaN gets the largest key. It goes right everywhere, as trees without missing values have it;
 * where a tree says otherwise, rows with NaN take the plain walk.
 */
final class FlatTrees {
  static final int NAN_KEY = Integer.MAX_VALUE;

  private static final int FEATURE = 0;
  private static final int THRESHOLD = 1;
  private static final int CHILDREN = 2;
  private static final int EXTRA = 3;
  private static final int NODE = 4;
  private static final int LANES = 4;
  private static final int TILE = 256;

  private final int features;
  private final int trees;
  private final int width;
  private final boolean missing;
  private final int[] nodes;
  private final int[] roots;
  private final int[] depths;
  private final double[] values;

  /**
   * Lays the trees out.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT when there is no tree, a feature is not
   *     below {@code features} or the trees differ in width, LIMIT_EXCEEDED when they are too big
   */
  FlatTrees(List<TreeNodes> all, int features, String place) {
    checkSizes(all, features, place);
    this.features = features;
    this.trees = all.size();
    this.width = all.getFirst().width();
    this.missing = all.stream().anyMatch(TreeNodes::routesMissing);
    int count = all.stream().mapToInt(TreeNodes::count).sum();
    this.nodes = new int[count * NODE];
    this.values = new double[all.stream().mapToInt(TreeNodes::leaves).sum() * width];
    this.roots = new int[(trees + LANES - 1) / LANES * LANES];
    this.depths = new int[roots.length];
    int node = 0;
    int leaf = 0;
    for (int tree = 0; tree < trees; tree++) {
      roots[tree] = node * NODE;
      depths[tree] = lay(all.get(tree), node, leaf);
      node += all.get(tree).count();
      leaf += all.get(tree).leaves();
    }
    Arrays.fill(roots, trees, roots.length, roots[trees - 1]); // walked along, never counted
  }

  int features() {
    return features;
  }

  int width() {
    return width;
  }

  int trees() {
    return trees;
  }

  /** Bytes of the arrays. */
  long memoryBytes() {
    return 4L * nodes.length + 8L * values.length + 8L * roots.length;
  }

  /**
   * Adds to {@code sums} [rows, slots, width], tree after tree, {@code scale} times the values of
   * the leaf that each row of {@code x} [rows, features] reaches; tree i adds to slot i % slots.
   */
  void add(double[] x, int rows, double[] sums, int slots, double scale) {
    int tileRows = Math.min(rows, TILE);
    int[] keys = new int[tileRows * features];
    int[] leaves = new int[Math.max(tileRows, LANES)];
    for (int from = 0; from < rows; from += TILE) {
      int tile = Math.min(TILE, rows - from);
      boolean nan = keys(x, from * features, tile * features, keys);
      if (tile < LANES && !(nan && missing)) {
        addRowByRow(keys, tile, sums, from, slots, scale);
        continue;
      }
      for (int tree = 0; tree < trees; tree++) {
        if (nan && missing) {
          walkPlainly(tree, keys, tile, leaves);
        } else {
          walkRows(tree, keys, tile, leaves);
        }
        int slot = tree % slots;
        for (int row = 0; row < tile; row++) {
          collect(leaves[row], sums, ((from + row) * slots + slot) * width, scale);
        }
      }
    }
  }

  /** The key of a double threshold as a float, rounded down so that comparing stays exact. */
  static int thresholdKey(double threshold) {
    float near = (float) threshold;
    float below = near > threshold ? Math.nextDown(near) : near;
    return key(below + 0.0f); // +0.0f: no negative zero, whose key is below that of zero
  }

  /** The key of a float: keys are in the order of the floats, that of NaN is the largest. */
  static int key(float x) {
    int bits = Float.floatToRawIntBits(x);
    return Float.isNaN(x) ? NAN_KEY : bits ^ (bits >> 31 & 0x7fffffff);
  }

  private static void checkSizes(List<TreeNodes> all, int features, String place) {
    if (all.isEmpty() || features < 1) {
      throw Corrupt.at(place, "there must be at least one tree and one feature");
    }
    long count = 0;
    for (TreeNodes tree : all) {
      if (tree.width() != all.getFirst().width()) {
        throw Corrupt.at(tree.place(), "its leaves hold another number of values than the first");
      }
      tree.checkFeatures(features);
      count += tree.count();
    }
    if (count * Math.max(NODE, all.getFirst().width()) > Integer.MAX_VALUE - 8) {
      throw new Problem.Raised(
          new Problem.Refused(
              "LIMIT_EXCEEDED",
              place,
              place + ": " + count + " nodes in all are more than one array holds",
              "train fewer or shallower trees"));
    }
  }

  private int lay(TreeNodes tree, int firstNode, int firstLeaf) {
    int[] at = new int[tree.count()];
    int[] depth = new int[tree.count()];
    int deepest = 0;
    int leaf = firstLeaf;
    at[0] = firstNode;
    int free = firstNode + 1;
    for (int node = 0; node < tree.count(); node++) {
      int slot = at[node] * NODE;
      if (tree.leaf(node)) {
        System.arraycopy(tree.values(), node * width, values, leaf * width, width);
        write(slot, 0, Integer.MAX_VALUE, slot, leaf++);
        deepest = Math.max(deepest, depth[node]);
        continue;
      }
      boolean missingLeft = tree.missingLeft().length != 0 && tree.missingLeft()[node];
      write(
          slot,
          tree.feature()[node],
          thresholdKey(tree.threshold()[node]),
          free * NODE,
          missingLeft ? 1 : 0);
      for (int child : new int[] {tree.left()[node], tree.right()[node]}) {
        at[child] = free++;
        depth[child] = depth[node] + 1;
      }
    }
    return deepest;
  }

  private void write(int slot, int feature, int threshold, int children, int extra) {
    nodes[slot + FEATURE] = feature;
    nodes[slot + THRESHOLD] = threshold;
    nodes[slot + CHILDREN] = children;
    nodes[slot + EXTRA] = extra;
  }

  private static boolean keys(double[] x, int from, int count, int[] keys) {
    boolean nan = false;
    for (int i = 0; i < count; i++) {
      int key = key((float) x[from + i]);
      keys[i] = key;
      nan |= key == NAN_KEY;
    }
    return nan;
  }

  private static int next(int[] table, int node, int[] keys, int at) {
    long gap = (long) table[node + THRESHOLD] - keys[at + table[node + FEATURE]];
    return table[node + CHILDREN] + (int) (gap >> 63 & NODE);
  }

  private void addRowByRow(int[] keys, int rows, double[] sums, int from, int slots, double scale) {
    int[] leaves = new int[roots.length];
    for (int row = 0; row < rows; row++) {
      for (int tree = 0; tree < trees; tree += LANES) {
        walkTrees(tree, keys, row * features, leaves);
      }
      for (int tree = 0; tree < trees; tree++) {
        collect(leaves[tree], sums, ((from + row) * slots + tree % slots) * width, scale);
      }
    }
  }

  private void collect(int leaf, double[] sums, int to, double scale) {
    int from = leaf * width;
    for (int i = 0; i < width; i++) {
      sums[to + i] += scale * values[from + i];
    }
  }

  private void walkTrees(int tree, int[] keys, int at, int[] leaves) {
    int[] table = nodes;
    int a = roots[tree];
    int b = roots[tree + 1];
    int c = roots[tree + 2];
    int d = roots[tree + 3];
    int steps = Math.max(depths[tree], depths[tree + 1]);
    steps = Math.max(steps, Math.max(depths[tree + 2], depths[tree + 3]));
    for (int step = 0; step < steps; step++) {
      a = next(table, a, keys, at);
      b = next(table, b, keys, at);
      c = next(table, c, keys, at);
      d = next(table, d, keys, at);
    }
    leaves[tree] = table[a + EXTRA];
    leaves[tree + 1] = table[b + EXTRA];
    leaves[tree + 2] = table[c + EXTRA];
    leaves[tree + 3] = table[d + EXTRA];
  }

  private void walkRows(int tree, int[] keys, int rows, int[] leaves) {
    int[] table = nodes;
    int steps = depths[tree];
    for (int row = 0; row < rows; row += LANES) {
      int first = Math.min(row, rows - LANES); // the last four overlap those before
      int at = first * features;
      int a = roots[tree];
      int b = a;
      int c = a;
      int d = a;
      for (int step = 0; step < steps; step++) {
        a = next(table, a, keys, at);
        b = next(table, b, keys, at + features);
        c = next(table, c, keys, at + 2 * features);
        d = next(table, d, keys, at + 3 * features);
      }
      leaves[first] = table[a + EXTRA];
      leaves[first + 1] = table[b + EXTRA];
      leaves[first + 2] = table[c + EXTRA];
      leaves[first + 3] = table[d + EXTRA];
    }
  }

  private void walkPlainly(int tree, int[] keys, int rows, int[] leaves) {
    for (int row = 0; row < rows; row++) {
      int node = roots[tree];
      while (nodes[node + CHILDREN] != node) {
        int key = keys[row * features + nodes[node + FEATURE]];
        boolean right = key == NAN_KEY ? nodes[node + EXTRA] == 0 : key > nodes[node + THRESHOLD];
        node = nodes[node + CHILDREN] + (right ? NODE : 0);
      }
      leaves[row] = nodes[node + EXTRA];
    }
  }
}
