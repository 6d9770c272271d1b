package dev.serin.bench;

import dev.serin.kernel.ForestKernel;
import dev.serin.kernel.LinearKernel;
import dev.serin.kernel.TreeNodes;
import java.util.ArrayList;
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
 * One call of a kernel with rotating rows: a forest of 100 trees with about 52,000 nodes and depth
 * 17 on 10 features, and a linear model of 3 classes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class KernelBench {
  private static final int FEATURES = 10;
  private static final int CLASSES = 3;
  private static final int TREES = 100;
  private static final int NODES = 523;
  private static final int DEPTH = 17;
  private static final int ROTATION = 256;

  /** Rows of one call. */
  @Param({"1", "300"})
  public int rows;

  private ForestKernel forest;
  private LinearKernel linear;
  private double[][] batches;
  private int turn;

  /** Makes the models and the rows from one seed. */
  @Setup
  public void make() {
    Random random = new Random(1);
    List<TreeNodes> trees = new ArrayList<>();
    for (int tree = 0; tree < TREES; tree++) {
      trees.add(new RandomTree(random).tree());
    }
    forest = new ForestKernel(trees, FEATURES, "bench");
    linear =
        new LinearKernel(random.doubles((long) FEATURES * CLASSES).toArray(), new double[3], "b");
    batches = new double[ROTATION][];
    for (int i = 0; i < ROTATION; i++) {
      batches[i] = random.doubles((long) rows * FEATURES).toArray();
    }
  }

  /** The forest's class fractions. */
  @Benchmark
  public double[] forest() {
    return forest.apply(next(), rows);
  }

  /** The linear model's three scores. */
  @Benchmark
  public double[] linear() {
    return linear.apply(next(), rows);
  }

  private double[] next() {
    return batches[turn++ % ROTATION];
  }

  /** Grows one tree by splitting leaves at random, children behind their parents. */
  private static final class RandomTree {
    private final Random random;
    private final int[] left = new int[NODES];
    private final int[] right = new int[NODES];
    private final int[] feature = new int[NODES];
    private final double[] threshold = new double[NODES];
    private final int[] depth = new int[NODES];

    RandomTree(Random random) {
      this.random = random;
    }

    TreeNodes tree() {
      List<Integer> leaves = new ArrayList<>(List.of(0));
      int count = 1;
      left[0] = right[0] = -1;
      while (count + 2 <= NODES) {
        int node = leaves.remove(random.nextInt(leaves.size()));
        if (depth[node] == DEPTH) {
          leaves.add(node);
          continue;
        }
        feature[node] = random.nextInt(FEATURES);
        threshold[node] = random.nextDouble();
        left[node] = count;
        right[node] = count + 1;
        for (int child = count; child < count + 2; child++) {
          left[child] = right[child] = -1;
          depth[child] = depth[node] + 1;
          leaves.add(child);
        }
        count += 2;
      }
      double[] values = random.doubles((long) NODES * CLASSES).toArray();
      return new TreeNodes(
          "bench", left, right, feature, threshold, new boolean[0], values, CLASSES);
    }
  }
}
