package dev.serin.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.graph.Window.Padding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Expected values from the rule of TensorFlow: valid gives ceil((n - k + 1) / s) results, same
 * gives ceil(n / s) and pads max((ceil(n / s) - 1) s + k - n, 0), the odd one at the end.
 */
class WindowTest {

  @ParameterizedTest
  @CsvSource({
    "7, 3, 1, 1, VALID, 5",
    "7, 3, 2, 1, VALID, 3",
    "8, 3, 2, 1, VALID, 3",
    "7, 3, 1, 2, VALID, 3",
    "7, 3, 2, 1, SAME, 4",
    "8, 3, 2, 1, SAME, 4",
    "225, 7, 3, 1, SAME, 75",
    "9, 4, 2, 1, CAUSAL, 5",
    "9, 3, 1, 2, CAUSAL, 9"
  })
  void thereAreAsManyResultsAsTensorFlowGives(
      long length, long size, long step, long dilation, Padding padding, long results) {
    assertThat(window(size, step, dilation, padding).result(Shape.of(length)))
        .isEqualTo(Shape.of(results));
  }

  @ParameterizedTest
  @CsvSource({
    "7, 3, 1, 1, SAME, 1, 1",
    "7, 3, 2, 1, SAME, 1, 1",
    "8, 3, 2, 1, SAME, 0, 1",
    "7, 4, 1, 1, SAME, 1, 2",
    "7, 2, 5, 1, SAME, 0, 0",
    "7, 3, 1, 2, SAME, 2, 2",
    "9, 3, 1, 2, CAUSAL, 4, 0"
  })
  void asManyZerosStandAroundAsTensorFlowPuts(
      long length, long size, long step, long dilation, Padding padding, long before, long after) {
    assertThat(window(size, step, dilation, padding).attributes(Shape.of(length)))
        .contains(new Attribute.Wholes("pads", List.of(before, after)));
  }

  @Test
  void theEngineWorksOutTheZerosWhereASizeIsUnknownAndTheStepIsLarge() {
    assertThat(window(3, 2, 1, Padding.SAME).attributes(Shape.of(Shape.ANY)))
        .contains(new Attribute.Text("auto_pad", "SAME_UPPER"));
    assertThat(window(3, 2, 1, Padding.SAME).result(Shape.of(Shape.ANY)))
        .isEqualTo(Shape.of(Shape.ANY));
  }

  @Test
  void aWindowThatIsLargerThanItsInputDoesNotFit() {
    Window window = window(9, 1, 1, Padding.VALID);

    assertThatThrownBy(() -> window.result(Shape.of(8))).isInstanceOf(GraphMismatch.class);
  }

  @Test
  void aWindowMovesForward() {
    assertThatThrownBy(() -> window(3, 0, 1, Padding.VALID)).isInstanceOf(GraphMismatch.class);
  }

  private static Window window(long size, long step, long dilation, Padding padding) {
    return new Window(List.of(size), List.of(step), List.of(dilation), padding);
  }
}
