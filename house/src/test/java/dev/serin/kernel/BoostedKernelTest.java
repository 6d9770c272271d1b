package dev.serin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoostedKernelTest {

  @Test
  void eachStageAddsItsShareToTheScoreOfItsClass() {
    double[] thresholds = {-1, 0, 0.25, 1};
    Random random = new Random(3);
    List<TreeNodes> trees =
        IntStream.range(0, 6).mapToObj(i -> RandomTrees.tree(random, 9, 2, 1, thresholds)).toList();
    double[] x = random.doubles(2 * 7, -2, 2).toArray();
    BoostedKernel kernel = new BoostedKernel(trees, 2, 0.1, 2, "boosting");

    double[] raw = kernel.add(x, 7, new double[14]);

    for (int row = 0; row < 7; row++) {
      double[] alone = kernel.add(new double[] {x[2 * row], x[2 * row + 1]}, 1, new double[2]);
      double[] sums = {0, 0};
      for (int i = 0; i < 6; i++) {
        TreeNodes tree = trees.get(i);
        sums[i % 2] += 0.1 * tree.values()[RandomTrees.leaf(tree, x, 2 * row)];
      }
      assertThat(alone).containsExactly(sums);
      assertThat(new double[] {raw[2 * row], raw[2 * row + 1]}).containsExactly(sums);
    }
  }

  @Test
  void treesThatDoNotFillTheStagesAreCorrupt() {
    TreeNodes tree = RandomTrees.tree(new Random(1), 2, 1, 1, new double[] {0});

    assertThatThrownBy(() -> new BoostedKernel(List.of(tree), 2, 0.1, 1, "boosting"))
        .hasMessageContaining("whole stages of 2");
    assertThatThrownBy(() -> new BoostedKernel(List.of(tree), 1_000_000_000, 0.1, 1, "boosting"))
        .hasMessageStartingWith("CORRUPT");
  }

  @Test
  void aLeafWithTwoValuesIsCorrupt() {
    TreeNodes tree = RandomTrees.tree(new Random(1), 2, 1, 2, new double[] {0});

    assertThatThrownBy(() -> new BoostedKernel(List.of(tree), 1, 0.1, 1, "boosting"))
        .hasMessageContaining("one value");
  }
}
