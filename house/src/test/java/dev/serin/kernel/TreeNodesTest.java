package dev.serin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class TreeNodesTest {

  @Test
  void aTreeKnowsItsLeaves() {
    TreeNodes tree = tree(new int[] {1, -1, -1}, new int[] {2, -1, -1}, 0, 0.5);

    assertThat(tree.count()).isEqualTo(3);
    assertThat(tree.leaves()).isEqualTo(2);
    assertThat(tree.leaf(0)).isFalse();
    assertThat(tree.leaf(2)).isTrue();
  }

  @Test
  void aChildThatIsItsParentIsCorrupt() {
    assertCorrupt(new int[] {0, -1, -1}, new int[] {2, -1, -1}).hasMessageContaining("node 0 of 3");
  }

  @Test
  void aChildBeforeItsParentIsCorrupt() {
    assertCorrupt(new int[] {1, -1, 0, -1, -1}, new int[] {2, -1, 4, -1, -1})
        .hasMessageContaining("node 2");
  }

  @Test
  void aChildBehindTheEndIsCorrupt() {
    assertCorrupt(new int[] {1, -1, -1}, new int[] {3, -1, -1}).hasMessageContaining("1, 3");
    assertCorrupt(new int[] {1, -1, -1}, new int[] {Integer.MAX_VALUE, -1, -1})
        .hasMessageContaining("node 0");
  }

  @Test
  void aNodeWithOneChildIsCorrupt() {
    assertCorrupt(new int[] {1, -1}, new int[] {-1, -1}).hasMessageContaining("1, -1");
  }

  @Test
  void aNodeWithTwoParentsIsCorrupt() {
    assertCorrupt(new int[] {1, 2, -1, -1}, new int[] {2, 3, -1, -1})
        .hasMessageContaining("node 1");
  }

  @Test
  void aNodeWithoutAParentIsCorrupt() {
    assertCorrupt(new int[] {1, -1, -1, -1}, new int[] {2, -1, -1, -1})
        .hasMessageContaining("no parent");
  }

  @Test
  void aThresholdThatIsNotANumberIsCorrupt() {
    assertThatThrownBy(() -> tree(new int[] {1, -1, -1}, new int[] {2, -1, -1}, 0, Double.NaN))
        .hasMessageContaining("compares nothing");
  }

  @Test
  void aNegativeFeatureIsCorrupt() {
    assertThatThrownBy(() -> tree(new int[] {1, -1, -1}, new int[] {2, -1, -1}, -1, 0))
        .hasMessageContaining("compares nothing");
  }

  @Test
  void valuesThatDoNotFillTheNodesAreCorrupt() {
    int[] leaf = {-1};
    assertThatThrownBy(
            () ->
                new TreeNodes(
                    "t", leaf, leaf, leaf, new double[1], new boolean[0], new double[3], 2))
        .hasMessageContaining("3 values");
    assertThatThrownBy(
            () ->
                new TreeNodes(
                    "t",
                    leaf,
                    leaf,
                    leaf,
                    new double[1],
                    new boolean[0],
                    new double[3],
                    1_000_000_000))
        .hasMessageStartingWith("CORRUPT");
  }

  @Test
  void columnsOfDifferentLengthAreCorrupt() {
    int[] leaf = {-1};
    assertThatThrownBy(
            () ->
                new TreeNodes(
                    "t", leaf, leaf, new int[2], new double[1], new boolean[0], new double[1], 1))
        .hasMessageContaining("differ");
    assertThatThrownBy(
            () ->
                new TreeNodes(
                    "t", leaf, leaf, leaf, new double[1], new boolean[2], new double[1], 1))
        .hasMessageContaining("missing_go_to_left");
    assertThatThrownBy(
            () ->
                new TreeNodes(
                    "t", new int[0], leaf, leaf, new double[1], new boolean[0], new double[1], 1))
        .hasMessageContaining("at least one node");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertCorrupt(
      int[] left, int[] right) {
    return assertThatThrownBy(() -> tree(left, right, 0, 0.5)).hasMessageStartingWith("CORRUPT");
  }

  private static TreeNodes tree(int[] left, int[] right, int feature, double threshold) {
    int count = left.length;
    int[] features = new int[count];
    double[] thresholds = new double[count];
    Arrays.fill(features, feature);
    Arrays.fill(thresholds, threshold);
    return new TreeNodes(
        "tree_", left, right, features, thresholds, new boolean[0], new double[count], 1);
  }
}
