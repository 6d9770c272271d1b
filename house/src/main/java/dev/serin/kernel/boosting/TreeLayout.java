package dev.serin.kernel.boosting;

import dev.serin.base.Problem;
import dev.serin.kernel.Corrupt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays trees out level by level, the two children of a node beside each other, and checks them on
 * the way: every node has one parent, so every walk ends at a leaf.
 */
final class TreeLayout {
  private final Map<Slot, Integer> slots = new HashMap<>();
  private final List<Slot> slotList = new ArrayList<>();
  private final List<BitSet> sets = new ArrayList<>();
  private final int features;
  private long[] table;
  private int[] extra;
  private int count;

  /** A feature, and how its missing numbers are compared. */
  record Slot(int feature, Missing missing) {}

  TreeLayout(int features, List<BoostedTree> trees, String place) {
    this.features = features;
    long nodes = 0;
    for (BoostedTree tree : trees) {
      nodes += tree.left().length;
    }
    if (2 * nodes > Integer.MAX_VALUE - 8) {
      throw new Problem.Raised(
          new Problem.Refused(
              "LIMIT_EXCEEDED",
              place,
              place + ": " + nodes + " nodes in all are more than one array holds",
              "train fewer or shallower trees"));
    }
    this.table = new long[2 * (int) nodes];
    this.extra = new int[(int) nodes];
    slot(new Slot(0, Missing.RIGHT)); // the one that leaves look at
  }

  /** What a walk of a tree starts with. */
  record Root(int node, int depth, boolean categorical) {}

  /** Thresholds and children of each node in turn, without the room of unreachable nodes. */
  long[] table() {
    return Arrays.copyOf(table, 2 * count);
  }

  /** The leaf of a leaf, the set of a categorical node, -1 for other nodes. */
  int[] extra() {
    return Arrays.copyOf(extra, count);
  }

  List<Slot> slots() {
    return slotList;
  }

  List<BitSet> sets() {
    return sets;
  }

  /** Lays one tree; its leaves count on from {@code firstLeaf}. */
  Root lay(BoostedTree tree, int firstLeaf) {
    int nodes = tree.left().length;
    int[] order = new int[nodes];
    int[] depth = new int[nodes];
    boolean[] seen = new boolean[nodes];
    int firstSet = sets.size();
    sets.addAll(List.of(tree.categories()));
    int root = count++;
    seen[0] = true;
    int known = 1;
    int deepest = 0;
    boolean categorical = false;
    for (int at = 0; at < known; at++) {
      int node = order[at];
      deepest = Math.max(deepest, depth[at]);
      if (tree.isLeaf(node)) {
        tree.checkLeaf(node);
        write(root + at, Long.MAX_VALUE, 0, root + at, firstLeaf + tree.leaf()[node]);
        continue;
      }
      tree.checkQuestion(node, features);
      boolean set = tree.set()[node] >= 0;
      categorical |= set;
      write(
          root + at,
          set ? tree.feature()[node] : Missing.order(tree.threshold()[node]),
          slot(new Slot(tree.feature()[node], tree.missing()[node])),
          count,
          set ? firstSet + tree.set()[node] : -1);
      for (int child : new int[] {tree.left()[node], tree.right()[node]}) {
        adopt(tree, seen, node, child);
        order[known] = child;
        depth[known] = depth[at] + 1;
        known++;
        count++;
      }
    }
    return new Root(root, deepest, categorical);
  }

  private static void adopt(BoostedTree tree, boolean[] seen, int node, int child) {
    if (child < 0 || child >= seen.length || seen[child]) {
      throw Corrupt.at(
          tree.place(), "node " + node + " of " + seen.length + " has the child " + child);
    }
    seen[child] = true;
  }

  private int slot(Slot slot) {
    return slots.computeIfAbsent(
        slot,
        added -> {
          slotList.add(added);
          return slotList.size() - 1;
        });
  }

  private void write(int node, long threshold, int slot, int children, int more) {
    table[2 * node] = threshold;
    table[2 * node + 1] = (long) (2 * children) << 32 | slot;
    extra[node] = more;
  }
}
