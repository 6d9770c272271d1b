package dev.serin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistForestKernelTest {
  private static final BitSet NONE = new BitSet();

  @Test
  void numbersAreComparedAsDoubles() {
    HistForestKernel kernel = numeric(0.1, false);

    assertThat(kernel.apply(new double[] {0.1, Math.nextUp(0.1), Double.NaN}, 3))
        .containsExactly(101, 102, 102);
  }

  @Test
  void nanGoesWhereTheNodeSays() {
    assertThat(numeric(0.1, true).apply(new double[] {Double.NaN}, 1)).containsExactly(101);
  }

  @Test
  void aCategoryInTheSetGoesLeftAnotherKnownOneRight() {
    HistForestKernel kernel = categorical(true);

    assertThat(kernel.apply(new double[] {3, 200, 5}, 3)).containsExactly(11, 11, 12);
  }

  @Test
  void anUnknownOrNegativeCategoryGoesWhereNanGoes() {
    double[] strange = {77, -1, Double.NaN, -0.5, Double.NEGATIVE_INFINITY};

    assertThat(categorical(true).apply(strange, 5)).containsOnly(11);
    assertThat(categorical(false).apply(strange, 5)).containsOnly(12);
  }

  @Test
  void aCategoryIsCastToAnUnsignedByteAsCDoes() {
    assertThat(categorical(false).apply(new double[] {3.9, 259, 5.5}, 3))
        .containsExactly(11, 11, 12);
  }

  @Test
  void eachClassHasItsOwnTreesAndBaseline() {
    HistForestKernel kernel =
        new HistForestKernel(
            List.of(leaf(1), leaf(10), leaf(2), leaf(20)),
            new double[] {0.5, -0.5},
            new BitSet[] {NONE},
            "hist");

    assertThat(kernel.outputs()).isEqualTo(2);
    assertThat(kernel.apply(new double[] {0}, 1)).containsExactly(3.5, 29.5);
  }

  @Test
  void aChildBeforeItsParentIsCorrupt() {
    assertThatThrownBy(() -> stump(0, 0.5, -1, false, 0, 2, new BitSet[0]))
        .hasMessageContaining("the child 0");
    assertThatThrownBy(() -> stump(0, 0.5, -1, false, 1, 3, new BitSet[0]))
        .hasMessageContaining("the child 3");
  }

  @Test
  void aQuestionWithoutAnAnswerIsCorrupt() {
    assertThatThrownBy(() -> stump(0, Double.NaN, -1, false, 1, 2, new BitSet[0]))
        .hasMessageContaining("compares nothing");
    assertThatThrownBy(() -> stump(0, 0, 1, false, 1, 2, new BitSet[] {NONE}))
        .hasMessageContaining("compares nothing");
    assertThatThrownBy(() -> stump(-1, 0, -1, false, 1, 2, new BitSet[0]))
        .hasMessageContaining("compares nothing");
  }

  @Test
  void aFeatureThatRowsDoNotHaveIsCorrupt() {
    HistTree tree = stump(4, 0, -1, false, 1, 2, new BitSet[0]);

    assertThatThrownBy(
            () ->
                new HistForestKernel(
                    List.of(tree), new double[] {0}, new BitSet[] {NONE, NONE}, "hist"))
        .hasMessageContaining("feature 4 of 2");
  }

  @Test
  void treesThatDoNotFillTheIterationsAreCorrupt() {
    assertThatThrownBy(
            () ->
                new HistForestKernel(List.of(leaf(1)), new double[2], new BitSet[] {NONE}, "hist"))
        .hasMessageContaining("whole iterations of 2");
  }

  private static HistForestKernel numeric(double threshold, boolean missingLeft) {
    HistTree tree = stump(0, threshold, -1, missingLeft, 1, 2, new BitSet[0]);
    return new HistForestKernel(List.of(tree), new double[] {100}, new BitSet[] {NONE}, "hist");
  }

  private static HistForestKernel categorical(boolean missingLeft) {
    HistTree tree = stump(0, Double.NaN, 0, missingLeft, 1, 2, new BitSet[] {set(3, 200)});
    return new HistForestKernel(
        List.of(tree), new double[] {10}, new BitSet[] {set(3, 5, 200)}, "hist");
  }

  private static BitSet set(int... members) {
    BitSet set = new BitSet();
    for (int member : members) {
      set.set(member);
    }
    return set;
  }

  private static HistTree leaf(double value) {
    return new HistTree(
        "hist",
        new boolean[] {true},
        new double[] {value},
        new int[1],
        new double[1],
        new boolean[1],
        new int[1],
        new int[1],
        new int[1],
        new BitSet[0]);
  }

  private static HistTree stump(
      int feature,
      double threshold,
      int bitset,
      boolean missingLeft,
      int left,
      int right,
      BitSet[] sets) {
    return new HistTree(
        "hist",
        new boolean[] {false, true, true},
        new double[] {0, 1, 2},
        new int[] {feature, 0, 0},
        new double[] {threshold, 0, 0},
        new boolean[] {missingLeft, false, false},
        new int[] {left, 0, 0},
        new int[] {right, 0, 0},
        new int[] {bitset, -1, -1},
        sets);
  }
}
