package dev.serin.meter.evalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The design's numbers: natural logarithms of e-values without restarts. */
class GoldenVectorsTest {
  private static final Grid ABSOLUTE = Grid.of(0.05, 0.075, 0.10, 0.15, 0.25, 0.50, 0.95);
  private static final Grid GOOD = Grid.of(0.05, 0.001, 0.005, 0.01, 0.02, 0.03);

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1.909543",
    "3, 3, 7.198230",
    "20, 2, -0.293255",
    "20, 5, 3.294946",
    "100, 12, 2.560146",
    "1000, 50, -6.853330",
    "1000, 80, 6.216497"
  })
  void tooManyFailures(long calls, long failures, double expected) {
    assertThat(ABSOLUTE.logE(failures, calls)).isCloseTo(expected, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"20, 0, 0.781016", "20, 2, -1.701732", "100, 5, -1.863005"})
  void fewEnoughFailures(long calls, long failures, double expected) {
    assertThat(GOOD.logE(failures, calls)).isCloseTo(expected, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 5, 0, 2.539092",
    "0.5, 10, 0, 5.509273",
    "0.5, 20, 5, 3.917320",
    "0.1, 5, 0, 8.996612"
  })
  void moreThanTheOtherArm(double weight, long canary, long current, double expected) {
    Grid grid = Grid.ofRatios(weight, 1, 1.5, 2, 3, 5, 10, 50);

    assertThat(grid.logE(canary, canary + current)).isCloseTo(expected, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"50, 50, -0.347824", "80, 20, 8.839605", "5300, 4700, 15.524012"})
  void requestsSharedOtherwise(long canary, long current, double expected) {
    assertThat(ShareMismatch.logE(0.5, canary, current)).isCloseTo(expected, within(1e-6));
  }

  @org.junit.jupiter.api.Test
  void otherClasses() {
    var counted = new ClassShift.Counted(0.5, new long[] {40, 5, 5}, new long[] {20, 15, 15});

    assertThat(ClassShift.logE(List.of(counted), 3)).isCloseTo(3.697343, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 73", "1, 125", "2, 168", "3, 207", "4, 244", "5, 278", "6, 311", "7, 343", "8, 374",
    "9, 404", "10, 434"
  })
  void callsNeededByFailures(long failures, long calls) {
    assertThat(GOOD.needed(failures, Math.log(20))).isEqualTo(calls);
  }
}
