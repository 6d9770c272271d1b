package dev.serin.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ForestKernelTest {
  private static final double[] HARD = {
    0.0,
    -0.0,
    1.5,
    Math.nextUp(1.5),
    Math.nextDown(1.5),
    Math.nextUp(1.5f),
    0.1,
    0.1f,
    -0.1,
    -0.1f,
    1e-50,
    -1e-50,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Double.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1e39,
    -1e39,
    1e300,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  @Test
  void aStumpSplitsAtItsThresholdInclusively() {
    ForestKernel stump = new ForestKernel(List.of(stump(0.5, new boolean[0])), 1, "tree");

    assertThat(stump.apply(new double[] {0.5, Math.nextUp(0.5f), -9, Double.NaN}, 4))
        .containsExactly(1, 2, 1, 2);
  }

  @Test
  void aRowIsCastToFloatBeforeItIsCompared() {
    double justAbove = Math.nextUp(0.5); // rounds to 0.5f
    ForestKernel stump = new ForestKernel(List.of(stump(0.5, new boolean[0])), 1, "tree");

    assertThat(stump.apply(new double[] {justAbove}, 1)).containsExactly(1);
  }

  @Test
  void nanGoesWhereTheNodeSays() {
    ForestKernel left =
        new ForestKernel(List.of(stump(0.5, new boolean[] {true, false, false})), 1, "tree");
    ForestKernel right =
        new ForestKernel(List.of(stump(0.5, new boolean[] {false, false, false})), 1, "tree");

    assertThat(left.apply(new double[] {Double.NaN, 7}, 2)).containsExactly(1, 2);
    assertThat(right.apply(new double[] {Double.NaN, 0}, 2)).containsExactly(2, 1);
  }

  @Test
  void aThresholdOfInfinityKeepsAllNumbersLeftAndSendsNanRight() {
    TreeNodes tree = stump(Double.POSITIVE_INFINITY, new boolean[] {false, false, false});

    assertThat(
            new ForestKernel(List.of(tree), 1, "tree")
                .apply(new double[] {1e30, Double.POSITIVE_INFINITY, Double.NaN}, 3))
        .containsExactly(1, 1, 2);
  }

  @Test
  void aSingleNodeIsAConstant() {
    TreeNodes node =
        new TreeNodes(
            "tree",
            new int[] {-1},
            new int[] {-1},
            new int[] {-2},
            new double[] {-2},
            new boolean[0],
            new double[] {0.25, 0.75},
            2);
    ForestKernel forest = new ForestKernel(List.of(node, node, node), 4, "forest");

    assertThat(forest.apply(new double[8], 2)).containsExactly(0.25, 0.75, 0.25, 0.75);
    assertThat(forest.apply(new double[0], 0)).isEmpty();
  }

  @RepeatedTest(60)
  void theBranchFreeWalkIsThePlainWalk(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    int features = 1 + random.nextInt(5);
    int width = 1 + random.nextInt(3);
    int rows = List.of(1, 2, 3, 4, 5, 33, 300).get(random.nextInt(7));
    boolean holes = random.nextBoolean();
    List<TreeNodes> trees =
        IntStream.range(0, 1 + random.nextInt(11))
            .mapToObj(i -> RandomTrees.tree(random, random.nextInt(40), features, width, HARD))
            .map(tree -> random.nextInt(4) == 0 ? RandomTrees.ignorant(tree) : tree)
            .toList();
    double[] x = new double[rows * features];
    for (int i = 0; i < x.length; i++) {
      x[i] = holes && random.nextInt(9) == 0 ? Double.NaN : HARD[random.nextInt(HARD.length)];
    }

    double[] means = new ForestKernel(trees, features, "forest").apply(x, rows);

    assertThat(means).containsExactly(plainly(trees, x, rows, features, width));
  }

  @Test
  void countsBecomeFractionsAndFractionsStay() {
    double third = 1.0 / 3;
    double[] values = {2, 6, 0, 0, third, 1 - third, 0.1, 0.9};

    assertThat(ForestKernel.normalised(values, 2))
        .containsExactly(0.25, 0.75, 0, 0, third, 1 - third, 0.1, 0.9);
  }

  private static double[] plainly(
      List<TreeNodes> trees, double[] x, int rows, int features, int width) {
    double[] means = new double[rows * width];
    for (int row = 0; row < rows; row++) {
      for (TreeNodes tree : trees) {
        int leaf = RandomTrees.leaf(tree, x, row * features);
        for (int i = 0; i < width; i++) {
          means[row * width + i] += tree.values()[leaf * width + i];
        }
      }
      for (int i = 0; i < width; i++) {
        means[row * width + i] /= trees.size();
      }
    }
    return means;
  }

  private static TreeNodes stump(double threshold, boolean[] missingLeft) {
    return new TreeNodes(
        "tree",
        new int[] {1, -1, -1},
        new int[] {2, -1, -1},
        new int[] {0, -2, -2},
        new double[] {threshold, -2, -2},
        missingLeft,
        new double[] {1.5, 1, 2},
        1);
  }
}
