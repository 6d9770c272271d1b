package dev.serin.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlatTreesTest {
  private static final double[] THRESHOLD = {0.5};

  @Test
  void keysAreInTheOrderOfTheFloats() {
    float[] rising = {
      Float.NEGATIVE_INFINITY,
      -Float.MAX_VALUE,
      -1.5f,
      -1,
      -Float.MIN_VALUE,
      0,
      Float.MIN_VALUE,
      1,
      1.5f,
      Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NaN
    };

    for (int i = 1; i < rising.length; i++) {
      assertThat(FlatTrees.key(rising[i - 1])).isLessThan(FlatTrees.key(rising[i]));
    }
    assertThat(FlatTrees.key(Float.intBitsToFloat(0xffc00001))).isEqualTo(FlatTrees.NAN_KEY);
  }

  @Test
  void comparingKeysIsComparingAFloatWithADouble() {
    Random random = new Random(5);
    for (int i = 0; i < 200_000; i++) {
      float x = Float.intBitsToFloat(random.nextInt());
      double near = x + x * (random.nextInt(5) - 2) * 0x1p-25;
      double threshold = random.nextBoolean() ? near : Double.longBitsToDouble(random.nextLong());
      if (!Float.isNaN(x) && !Double.isNaN(threshold)) {
        assertThat(FlatTrees.key(x) <= FlatTrees.thresholdKey(threshold))
            .as("%s <= %s", x, threshold)
            .isEqualTo(x <= threshold);
      }
    }
  }

  @Test
  void zeroAndNegativeZeroAreEqual() {
    assertThat(FlatTrees.key(0f)).isLessThanOrEqualTo(FlatTrees.thresholdKey(-0.0));
    assertThat(FlatTrees.key(-0f)).isLessThanOrEqualTo(FlatTrees.thresholdKey(0.0));
  }

  @Test
  void aFeatureThatRowsDoNotHaveIsCorrupt() {
    TreeNodes tree = RandomTrees.tree(new Random(1), 30, 5, 1, THRESHOLD);

    assertThatThrownBy(() -> new FlatTrees(List.of(tree), 3, "forest"))
        .hasMessageStartingWith("CORRUPT")
        .hasMessageContaining("of 3");
  }

  @Test
  void noTreesAndTreesOfDifferentWidthAreCorrupt() {
    TreeNodes one = RandomTrees.tree(new Random(1), 3, 2, 1, THRESHOLD);
    TreeNodes two = RandomTrees.tree(new Random(1), 3, 2, 2, THRESHOLD);

    assertThatThrownBy(() -> new FlatTrees(List.of(), 2, "forest"))
        .hasMessageContaining("one tree");
    assertThatThrownBy(() -> new FlatTrees(List.of(one, two), 2, "forest"))
        .hasMessageStartingWith("CORRUPT");
  }
}
