package dev.serin.bench;

import dev.serin.kernel.boosting.BoostedTree;
import dev.serin.kernel.boosting.BoostedTrees;
import dev.serin.kernel.boosting.LinearLeaves;
import dev.serin.kernel.boosting.Missing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call of 100 boosted trees on 10 features with rotating rows: trees of 31 leaves grown leaf by
 * leaf, as LightGBM grows them, and full trees of depth 6, as XGBoost does, summed in float.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BoostingBench {
  private static final int FEATURES = 10;
  private static final int TREES = 100;
  private static final int ROTATION = 256;

  /** Rows of one call. */
  @Param({"1", "300"})
  public int rows;

  private BoostedTrees lightgbm;
  private BoostedTrees xgboost;
  private double[][] batches;
  private int turn;

  /** Makes the models and the rows from one seed. */
  @Setup
  public void make() {
    Random random = new Random(1);
    lightgbm = trees(random, 31, false);
    xgboost = trees(random, 64, true);
    batches = new double[ROTATION][];
    for (int i = 0; i < ROTATION; i++) {
      batches[i] = random.doubles((long) rows * FEATURES).toArray();
    }
  }

  /** A LightGBM model's raw score. */
  @Benchmark
  public double[] lightgbm() {
    return scores(lightgbm);
  }

  /** An XGBoost model's margin. */
  @Benchmark
  public double[] xgboost() {
    return scores(xgboost);
  }

  private double[] scores(BoostedTrees trees) {
    double[] scores = new double[rows];
    trees.add(batches[turn++ % ROTATION], rows, scores, 1);
    return scores;
  }

  private static BoostedTrees trees(Random random, int leaves, boolean full) {
    List<BoostedTree> trees = new ArrayList<>();
    for (int i = 0; i < TREES; i++) {
      trees.add(tree(random, leaves, full));
    }
    return new BoostedTrees(trees, FEATURES, full, "bench");
  }

  private static BoostedTree tree(Random random, int leaves, boolean full) {
    int nodes = 2 * leaves - 1;
    int[] left = new int[nodes];
    int[] right = new int[nodes];
    int[] none = new int[nodes];
    Missing[] missing = new Missing[nodes];
    Arrays.fill(left, -1);
    Arrays.fill(right, -1);
    Arrays.fill(none, -1);
    Arrays.fill(missing, Missing.LEFT);
    List<Integer> open = new ArrayList<>(List.of(0));
    for (int count = 1; count < nodes; count += 2) {
      int node = open.remove(full ? 0 : random.nextInt(open.size()));
      left[node] = count;
      right[node] = count + 1;
      open.add(count);
      open.add(count + 1);
    }
    int[] leaf = new int[nodes];
    for (int node = 0, next = 0; node < nodes; node++) {
      leaf[node] = left[node] == -1 ? next++ : -1;
    }
    return new BoostedTree(
        "bench",
        left,
        right,
        random.ints(nodes, 0, FEATURES).toArray(),
        random.doubles(nodes).toArray(),
        missing,
        none,
        new BitSet[0],
        leaf,
        new BoostedTree.Leaves(random.doubles(leaves).toArray(), 1, 0, LinearLeaves.NONE));
  }
}
