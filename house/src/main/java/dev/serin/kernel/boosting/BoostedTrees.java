package dev.serin.kernel.boosting;

import dev.serin.kernel.Corrupt;
import java.util.BitSet;
import java.util.List;

/**
 * Many trees in one array, walked without branches.
 *
 * <p>A node is two longs: the key of its threshold, and where its children are (high half) beside
 * the slot that it compares (low half). A slot is a feature together with what its missing numbers
 * become, so that NaN needs no branch: its key is the first or the last of all. The key of a double
 * orders like the double, {@code bits ^ (bits >> 63 & 0x7fffffffffffffff)}; the children are
 * neighbours, so the sign of a comparison is added to their place. A leaf points to itself, and a
 * walk of as many steps as the tree is deep ends there. Four walks run side by side. Trees that ask
 * for categories are walked plainly.
 */
public final class BoostedTrees {
  private static final int LANES = 4;
  private static final int TILE_KEYS = 1 << 14;
  private static final int TILE_ROWS = 256;

  private final int features;
  private final boolean single;
  private final int trees;
  private final int width;
  private final long[] table;
  private final int[] extra;
  private final BitSet[] sets;
  private final int[] slotFeature;
  private final Missing[] slotMissing;
  private final int[] roots;
  private final int[] depths;
  private final boolean[] categorical;
  private final int[] outputs;
  private final int[] firstLeaf;
  private final double[] values;
  private final LinearLeaves[] linear;

  /**
   * Trees in the order in which they are added; {@code single} says that sums are rounded to float
   * after each tree and that negative fractions are no category.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT or LIMIT_EXCEEDED
   */
  public BoostedTrees(List<BoostedTree> all, int features, boolean single, String place) {
    if (features < 1) {
      throw Corrupt.at(place, "there must be at least one feature");
    }
    this.features = features;
    this.single = single;
    this.trees = all.size();
    this.width = all.isEmpty() ? 1 : all.getFirst().leaves().width();
    int room = (trees + LANES - 1) / LANES * LANES;
    this.roots = new int[room];
    this.depths = new int[room];
    this.categorical = new boolean[trees];
    this.outputs = new int[trees];
    this.firstLeaf = new int[trees];
    this.linear = new LinearLeaves[trees];
    this.values = values(all, place);
    TreeLayout layout = new TreeLayout(features, all, place);
    for (int i = 0; i < trees; i++) {
      lay(layout, all.get(i), i);
    }
    this.table = layout.table();
    this.extra = layout.extra();
    this.sets = layout.sets().toArray(BitSet[]::new);
    this.slotFeature = layout.slots().stream().mapToInt(TreeLayout.Slot::feature).toArray();
    this.slotMissing =
        layout.slots().stream().map(TreeLayout.Slot::missing).toArray(Missing[]::new);
  }

  private double[] values(List<BoostedTree> all, String place) {
    long count = 0;
    for (int i = 0; i < trees; i++) {
      BoostedTree.Leaves leaves = all.get(i).leaves();
      if (leaves.width() != width || leaves.values().length % width != 0) {
        throw Corrupt.at(all.get(i).place(), "its leaves hold another number of values");
      }
      firstLeaf[i] = (int) (count / width);
      count += leaves.values().length;
    }
    if (count > Integer.MAX_VALUE - 8) {
      throw Corrupt.at(place, count + " leaf values are more than one array holds");
    }
    double[] joined = new double[(int) count];
    for (int i = 0; i < trees; i++) {
      double[] own = all.get(i).leaves().values();
      System.arraycopy(own, 0, joined, firstLeaf[i] * width, own.length);
    }
    return joined;
  }

  private void lay(TreeLayout layout, BoostedTree tree, int at) {
    TreeLayout.Root root = layout.lay(tree, firstLeaf[at]);
    BoostedTree.Leaves leaves = tree.leaves();
    roots[at] = 2 * root.node();
    depths[at] = root.depth();
    categorical[at] = root.categorical();
    outputs[at] = leaves.output();
    linear[at] = leaves.linear();
    if (linear[at] != LinearLeaves.NONE) {
      linear[at].check(leaves.values().length / width, features, tree.place());
    }
  }

  /** How many numbers a row has. */
  public int features() {
    return features;
  }

  /** The number of trees. */
  public int trees() {
    return trees;
  }

  /** Bytes that the trees hold. */
  public long memoryBytes() {
    return 8L * (table.length + values.length) + 4L * extra.length;
  }

  /**
   * Refuses the trees unless each adds to one of {@code count} scores, or to all of them.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT
   */
  public void checkOutputs(int count, String place) {
    for (int output : outputs) {
      if (output < 0 || output >= count || width > 1 && width != count) {
        throw Corrupt.at(place, "a tree adds to output " + output + " of " + count);
      }
    }
  }

  /**
   * Adds to {@code scores} [rows, outputs] what the leaves hold that each row of {@code x} [rows,
   * features] reaches, tree after tree.
   */
  public void add(double[] x, int rows, double[] scores, int outputCount) {
    int slots = slotFeature.length;
    int tileRows = Math.max(LANES, Math.min(TILE_ROWS, TILE_KEYS / slots));
    long[] keys = new long[Math.min(rows, tileRows) * slots];
    int[] reached = new int[Math.max(Math.min(rows, tileRows), roots.length)];
    for (int from = 0; from < rows; from += tileRows) {
      Tile tile =
          new Tile(x, from, Math.min(tileRows, rows - from), keys, reached, scores, outputCount);
      keys(tile);
      if (tile.rows < LANES) {
        addRowByRow(tile);
      } else {
        addTreeByTree(tile);
      }
    }
  }

  /** Some rows of a batch, their keys, where their walks ended, and the scores to add to. */
  private record Tile(
      double[] x, int from, int rows, long[] keys, int[] reached, double[] scores, int outputs) {}

  private void keys(Tile tile) {
    int slots = slotFeature.length;
    for (int row = 0; row < tile.rows; row++) {
      int at = (tile.from + row) * features;
      for (int slot = 0; slot < slots; slot++) {
        tile.keys[row * slots + slot] = slotMissing[slot].key(tile.x[at + slotFeature[slot]]);
      }
    }
  }

  private void addRowByRow(Tile tile) {
    for (int row = 0; row < tile.rows; row++) {
      for (int tree = 0; tree < trees; tree += LANES) {
        walkTrees(tree, tile.keys, row * slotFeature.length, tile.reached);
      }
      for (int tree = 0; tree < trees; tree++) {
        int node = categorical[tree] ? walkPlainly(tree, tile, row) : tile.reached[tree];
        collect(tree, extra[node >> 1], tile, row);
      }
    }
  }

  private void addTreeByTree(Tile tile) {
    for (int tree = 0; tree < trees; tree++) {
      if (categorical[tree]) {
        for (int row = 0; row < tile.rows; row++) {
          tile.reached[row] = walkPlainly(tree, tile, row);
        }
      } else {
        walkRows(tree, tile.keys, tile.rows, tile.reached);
      }
      for (int row = 0; row < tile.rows; row++) {
        collect(tree, extra[tile.reached[row] >> 1], tile, row);
      }
    }
  }

  private void collect(int tree, int leaf, Tile tile, int row) {
    int to = (tile.from + row) * tile.outputs + outputs[tree];
    if (linear[tree] != LinearLeaves.NONE) {
      int at = (tile.from + row) * features;
      tile.scores[to] += linear[tree].value(leaf - firstLeaf[tree], tile.x, at, values[leaf]);
      return;
    }
    for (int i = 0; i < width; i++) {
      double sum = tile.scores[to + i] + values[leaf * width + i];
      tile.scores[to + i] = single ? (float) sum : sum;
    }
  }

  /** Two nodes on, where the key is beyond the threshold: the sign of the longs' difference. */
  private static int next(long[] table, int node, long[] keys, int at) {
    long threshold = table[node];
    long places = table[node + 1];
    long key = keys[at + (int) places];
    long beyond = threshold & ~key | ~(threshold ^ key) & threshold - key;
    return (int) (places >>> 32) + (int) (beyond >>> 63 << 1);
  }

  private void walkTrees(int tree, long[] keys, int at, int[] reached) {
    long[] nodes = table;
    int a = roots[tree];
    int b = roots[tree + 1];
    int c = roots[tree + 2];
    int d = roots[tree + 3];
    int steps = Math.max(depths[tree], depths[tree + 1]);
    steps = Math.max(steps, Math.max(depths[tree + 2], depths[tree + 3]));
    for (int step = 0; step < steps; step++) {
      a = next(nodes, a, keys, at);
      b = next(nodes, b, keys, at);
      c = next(nodes, c, keys, at);
      d = next(nodes, d, keys, at);
    }
    reached[tree] = a;
    reached[tree + 1] = b;
    reached[tree + 2] = c;
    reached[tree + 3] = d;
  }

  private void walkRows(int tree, long[] keys, int rows, int[] reached) {
    long[] nodes = table;
    int slots = slotFeature.length;
    int steps = depths[tree];
    for (int row = 0; row < rows; row += LANES) {
      int first = Math.min(row, rows - LANES); // the last four overlap those before
      int at = first * slots;
      int a = roots[tree];
      int b = a;
      int c = a;
      int d = a;
      for (int step = 0; step < steps; step++) {
        a = next(nodes, a, keys, at);
        b = next(nodes, b, keys, at + slots);
        c = next(nodes, c, keys, at + 2 * slots);
        d = next(nodes, d, keys, at + 3 * slots);
      }
      reached[first] = a;
      reached[first + 1] = b;
      reached[first + 2] = c;
      reached[first + 3] = d;
    }
  }

  private int walkPlainly(int tree, Tile tile, int row) {
    int node = roots[tree];
    while ((int) (table[node + 1] >>> 32) != node) {
      boolean right;
      int set = extra[node >> 1];
      if (set < 0) {
        right = tile.keys[row * slotFeature.length + (int) table[node + 1]] > table[node];
      } else {
        double number = tile.x[(tile.from + row) * features + (int) table[node]];
        right = !left(set, number, slotMissing[(int) table[node + 1]]);
      }
      node = (int) (table[node + 1] >>> 32) + (right ? 2 : 0);
    }
    return node;
  }

  private boolean left(int set, double number, Missing missing) {
    if (Double.isNaN(number)) {
      return missing.left();
    }
    boolean category = number > (single ? -Double.MIN_VALUE : -1) && number < 0x1p31;
    return category && sets[set].get((int) number);
  }
}
