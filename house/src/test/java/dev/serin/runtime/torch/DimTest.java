package dev.serin.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Sizes that are open calculate exactly. */
class DimTest {
  private static final Dim ROWS = Dim.of(new Dim.Atom.Axis(0, 0));
  private static final Dim STEPS = Dim.of(new Dim.Atom.Axis(0, 1));

  @Test
  void theRestOfAReshapeIsKnownAlthoughTheRowsAreOpen() {
    Dim all = Dim.of(6).times(ROWS).times(Dim.of(4));

    assertThat(all.over(ROWS)).isEqualTo(Dim.of(24));
    assertThat(all.over(ROWS.times(Dim.of(8)))).isEqualTo(Dim.of(3));
  }

  @Test
  void theOrderOfCalculationDoesNotMatter() {
    assertThat(ROWS.times(STEPS).plus(ROWS)).isEqualTo(STEPS.plus(1).times(ROWS));
    assertThat(ROWS.minus(ROWS)).isEqualTo(Dim.of(0));
  }

  @Test
  void aQuotientThatDoesNotDivideStaysOpen() {
    assertThat(ROWS.over(Dim.of(2)).known()).isFalse();
    assertThat(ROWS.over(Dim.of(2))).isEqualTo(ROWS.over(Dim.of(2)));
    assertThat(Dim.of(7).over(Dim.of(2))).isEqualTo(Dim.of(3));
    assertThat(Dim.of(7).modulo(Dim.of(4))).isEqualTo(Dim.of(3));
  }

  @Test
  void whatIsBeyondAllBoundsIsRefused() {
    assertThatThrownBy(() -> ROWS.over(Dim.of(0))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Dim.of(Long.MAX_VALUE).times(Dim.of(2)))
        .isInstanceOf(ArithmeticException.class);
  }
}
