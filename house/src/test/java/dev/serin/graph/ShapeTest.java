package dev.serin.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {

  @Test
  void axesCountFromTheEndWhenTheyAreNegative() {
    assertThat(Shape.of(2, 3, 5).size(-1)).isEqualTo(5);
    assertThat(Shape.of(2, 3, 5).axis(-3)).isZero();
    assertThatThrownBy(() -> Shape.of(2).size(1)).isInstanceOf(GraphMismatch.class);
  }

  @Test
  void sizesOfOneStretchAndMissingAxesStandInFront() {
    assertThat(Shape.of(4, 1, 3).broadcast(Shape.of(2, 3))).isEqualTo(Shape.of(4, 2, 3));
    assertThat(Shape.of(3).broadcast(Shape.of())).isEqualTo(Shape.of(3));
    assertThat(Shape.of(0, 1).broadcast(Shape.of(1, 7))).isEqualTo(Shape.of(0, 7));
  }

  @Test
  void anUnknownSizeTakesTheKnownOneUnlessThatIsOne() {
    assertThat(Shape.of(Shape.ANY, 3).broadcast(Shape.of(4, 3))).isEqualTo(Shape.of(4, 3));
    assertThat(Shape.of(Shape.ANY).broadcast(Shape.of(1))).isEqualTo(Shape.of(Shape.ANY));
  }

  @Test
  void differentSizesDoNotBroadcast() {
    assertThatThrownBy(() -> Shape.of(2, 3).broadcast(Shape.of(4, 3)))
        .isInstanceOf(GraphMismatch.class)
        .hasMessageContaining("[2, 3] and [4, 3]");
  }

  @Test
  void theCountIsUnknownWhenASizeIsAndNeverOverflows() {
    assertThat(Shape.of(2, 3).count()).isEqualTo(6);
    assertThat(Shape.of().count()).isEqualTo(1);
    assertThat(Shape.of(2, Shape.ANY).count()).isEqualTo(Shape.ANY);
    assertThatThrownBy(() -> Shape.of(1L << 40, 1L << 40).count())
        .isInstanceOf(GraphMismatch.class);
  }

  @Test
  void peopleReadAQuestionMarkForAnUnknownSize() {
    assertThat(Shape.of(Shape.ANY, 22)).hasToString("[?, 22]");
  }
}
