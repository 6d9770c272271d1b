package dev.serin.runtime.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.graph.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StridesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 5, 1, '[0, 1, 2, 3, 4]'",
    "1, -1, 1, '[1, 2, 3]'",
    "-2, 100, 1, '[3, 4]'",
    "0, 5, 2, '[0, 2, 4]'",
    "4, 1, -1, '[4, 3, 2]'",
    "-1, -6, -2, '[4, 2, 0]'",
    "3, 1, 1, '[]'"
  })
  void aSliceOfFiveTakesTheSamePlacesAsPython(long begin, long end, long step, String places) {
    Strides slice = Strides.of(begin, end, step, false, false);

    assertThat(slice.places(5)).hasToString(places);
    assertThat(slice.count(5)).isEqualTo(slice.places(5).size());
  }

  @Test
  void openEndsReachToTheEdge() {
    assertThat(Strides.of(7, 7, 1, true, true).places(3)).containsExactly(0L, 1L, 2L);
    assertThat(Strides.of(7, 7, -1, true, true).places(3)).containsExactly(2L, 1L, 0L);
  }

  @Test
  void aSliceOfAnUnknownSizeHasAnUnknownSize() {
    assertThat(Strides.of(0, 0, 1, true, true).count(Shape.ANY)).isEqualTo(Shape.ANY);
  }

  @Test
  void aStepOfZeroIsNoSlice() {
    assertThatThrownBy(() -> Strides.of(0, 1, 0, false, false).count(4))
        .isInstanceOf(ArithmeticException.class);
  }
}
