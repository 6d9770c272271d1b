package dev.serin.runtime.boosting.lightgbm;

import dev.serin.kernel.boosting.BoostedTree;
import dev.serin.kernel.boosting.LinearLeaves;
import dev.serin.kernel.boosting.Missing;
import dev.serin.runtime.boosting.Refusal;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;

/** Makes a tree of its section: inner nodes keep their numbers, leaves stand behind them. */
final class TreeText {
  static final Set<String> KEYS =
      Set.of(
          "num_leaves",
          "num_cat",
          "split_feature",
          "split_gain",
          "threshold",
          "decision_type",
          "left_child",
          "right_child",
          "leaf_value",
          "leaf_weight",
          "leaf_count",
          "internal_value",
          "internal_weight",
          "internal_count",
          "cat_boundaries",
          "cat_threshold",
          "is_linear",
          "leaf_const",
          "num_features",
          "leaf_features",
          "leaf_coeff",
          "shrinkage");

  private static final int CATEGORICAL = 1;
  private static final int DEFAULT_LEFT = 2;
  private static final int NO_MISSING = 0;
  private static final int ZERO_MISSING = 1;
  private static final int NAN_MISSING = 2;
  private static final int WORD = 32;

  private final Section section;
  private final int leaves;
  private final int inner;

  private TreeText(Section section, int leaves) {
    this.section = section;
    this.leaves = leaves;
    this.inner = leaves - 1;
  }

  /** The tree, which adds to this output. */
  static BoostedTree read(Section section, int output) {
    int leaves = section.whole("num_leaves");
    if (leaves < 1) {
      throw section.corrupt("has " + leaves + " leaves");
    }
    return new TreeText(section, leaves).tree(output);
  }

  private BoostedTree tree(int output) {
    double[] values = section.reals("leaf_value", leaves);
    LinearLeaves linear = section.whole("is_linear", 0) == 0 ? LinearLeaves.NONE : linear();
    BoostedTree.Leaves all = new BoostedTree.Leaves(values, 1, output, linear);
    int nodes = inner + leaves;
    int[] left = new int[nodes];
    int[] right = new int[nodes];
    int[] feature = new int[nodes];
    double[] threshold = new double[nodes];
    Missing[] missing = new Missing[nodes];
    int[] set = new int[nodes];
    int[] leaf = new int[nodes];
    Arrays.fill(left, -1);
    Arrays.fill(right, -1);
    Arrays.fill(missing, Missing.RIGHT);
    Arrays.fill(set, -1);
    for (int i = 0; i < leaves; i++) {
      leaf[inner + i] = i;
    }
    BitSet[] categories = categories();
    if (inner > 0) {
      children("left_child", left);
      children("right_child", right);
      System.arraycopy(section.wholes("split_feature", inner), 0, feature, 0, inner);
      System.arraycopy(section.reals("threshold", inner), 0, threshold, 0, inner);
      decisions(threshold, missing, set);
    }
    return new BoostedTree(
        section.place(), left, right, feature, threshold, missing, set, categories, leaf, all);
  }

  /** An inner child by its number, leaf i as ~i. */
  private void children(String key, int[] into) {
    int[] children = section.wholes(key, inner);
    for (int i = 0; i < inner; i++) {
      int child = children[i];
      if (child >= inner || ~child >= leaves) {
        throw section.corrupt("node " + i + " has the child " + child);
      }
      into[i] = child >= 0 ? child : inner + ~child;
    }
  }

  private void decisions(double[] threshold, Missing[] missing, int[] set) {
    int[] types = section.wholes("decision_type", inner);
    for (int i = 0; i < inner; i++) {
      int type = types[i];
      boolean left = (type & DEFAULT_LEFT) != 0;
      if ((type & CATEGORICAL) != 0) {
        set[i] = (int) threshold[i];
        threshold[i] = 0;
        continue; // NaN is in no set, so it goes right
      }
      missing[i] =
          switch (type >> 2) {
            case NO_MISSING -> Missing.AS_ZERO;
            case ZERO_MISSING -> left ? Missing.ZERO_LEFT : Missing.ZERO_RIGHT;
            case NAN_MISSING -> left ? Missing.LEFT : Missing.RIGHT;
            default ->
                throw Refusal.value(section.place(), "node " + i + " has decision_type " + type);
          };
    }
  }

  private BitSet[] categories() {
    int count = section.whole("num_cat", 0);
    if (count == 0) {
      return new BitSet[0];
    }
    int[] words = section.words("cat_threshold");
    if (count < 0 || count > words.length) {
      throw section.corrupt("has " + count + " sets of categories in " + words.length + " words");
    }
    int[] bounds = section.wholes("cat_boundaries", count + 1);
    BitSet[] sets = new BitSet[count];
    for (int i = 0; i < count; i++) {
      if (bounds[i] < 0 || bounds[i] > bounds[i + 1] || bounds[i + 1] > words.length) {
        throw section.corrupt("has cat_boundaries beyond its words");
      }
      sets[i] = new BitSet();
      for (int bit = 0; bit < (bounds[i + 1] - bounds[i]) * WORD; bit++) {
        if ((words[bounds[i] + bit / WORD] >>> bit % WORD & 1) != 0) {
          sets[i].set(bit);
        }
      }
    }
    return sets;
  }

  private LinearLeaves linear() {
    double[] constants = section.reals("leaf_const", leaves);
    int[] counts = section.wholes("num_features", leaves);
    int total = 0;
    for (int count : counts) {
      if (count < 0 || total + count < total) {
        throw section.corrupt("has num_features " + count);
      }
      total += count;
    }
    int[] features = total == 0 ? new int[0] : section.wholes("leaf_features", total);
    double[] factors = total == 0 ? new double[0] : section.reals("leaf_coeff", total);
    int[][] leafFeatures = new int[leaves][];
    double[][] leafFactors = new double[leaves][];
    int at = 0;
    for (int i = 0; i < leaves; i++) {
      leafFeatures[i] = Arrays.copyOfRange(features, at, at + counts[i]);
      leafFactors[i] = Arrays.copyOfRange(factors, at, at + counts[i]);
      at += counts[i];
    }
    return new LinearLeaves(constants, leafFeatures, leafFactors);
  }
}
