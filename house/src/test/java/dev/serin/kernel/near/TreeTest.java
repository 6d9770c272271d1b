package dev.serin.kernel.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import dev.serin.kernel.near.Points.Order;
import org.junit.jupiter.api.Test;

class TreeTest {
  private static final double[] ROWS = {0, 1, 2, 10, 11, 12};

  @Test
  void theTreeFindsWhatComparingOneByOneFinds() {
    Points points = points(Order.HEAP);
    Neighbors byTree =
        new Tree(points, nodes(new int[] {0, 1, 2, 3, 4, 5}, 3), "tree")
            .nearest(new double[] {9, 1.4}, 2, 3);
    Neighbors oneByOne = new Listed(points, "rows").nearest(new double[] {9, 1.4}, 2, 3);

    assertThat(byTree.indices()).containsExactly(3, 4, 5, 1, 2, 0);
    assertThat(oneByOne.indices()).containsExactly(3, 4, 5, 1, 2, 0);
    assertThat(byTree.distances())
        .containsExactly(1, 2, 3, 0.3999999999999999, 0.6000000000000001, 1.4);
  }

  @Test
  void aRowOutsideOfTheDataIsRefused() {
    assertThatThrownBy(
            () -> new Tree(points(Order.HEAP), nodes(new int[] {0, 1, 2, 3, 4, 6}, 3), "t"))
        .isInstanceOf(Problem.Raised.class)
        .hasMessageContaining("row 6 of 6");
  }

  @Test
  void childrenThatDoNotShareOutTheirParentAreRefused() {
    assertThatThrownBy(
            () -> new Tree(points(Order.HEAP), nodes(new int[] {0, 1, 2, 3, 4, 5}, 7), "t"))
        .isInstanceOf(Problem.Raised.class);
  }

  @Test
  void rowsThatTheDistanceCannotCompareAreRefused() {
    Points points = new Points(ROWS, 1, Distance.Plain.HAVERSINE, Order.SORTED);

    assertThatThrownBy(() -> new Listed(points, "rows")).isInstanceOf(Problem.Raised.class);
  }

  @Test
  void aRadiusHoldsItsBorder() {
    double[] within = new Listed(points(Order.SORTED), "rows").within(new double[] {1}, 0, 1);

    assertThat(within).containsExactly(1, 0, 1, Double.NaN, Double.NaN, Double.NaN);
  }

  private static Points points(Order order) {
    return new Points(ROWS, 1, Distance.Plain.MANHATTAN, order);
  }

  private static Tree.Nodes nodes(int[] order, int half) {
    return new Tree.Nodes(
        order,
        new int[] {0, 0, half},
        new int[] {6, half, 6},
        new boolean[] {false, true, true},
        new double[] {6, 1, 1},
        new double[] {0, 0, 10},
        new double[] {12, 2, 12},
        1);
  }
}
