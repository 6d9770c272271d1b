package dev.serin.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BinsTest {
  private static final Bins HUNDREDS =
      Bins.of(IntStream.rangeClosed(1, 200).mapToDouble(i -> i).toArray());

  @Test
  void theEdgesAreTheDecilesOfWhatWasSeen() {
    assertThat(HUNDREDS.edges()).containsExactly(20, 40, 60, 80, 100, 120, 140, 160, 180);
    assertThat(HUNDREDS.names()).hasSize(10);
  }

  @Test
  void aValueOnAnEdgeBelongsToTheLowerBin() {
    assertThat(HUNDREDS.name(20)).isEqualTo("≤ 20.0");
    assertThat(HUNDREDS.name(20.0001)).isEqualTo("> 20.0 to 40.0");
    assertThat(HUNDREDS.name(40)).isEqualTo("> 20.0 to 40.0");
    assertThat(HUNDREDS.name(180)).isEqualTo("> 160.0 to 180.0");
    assertThat(HUNDREDS.name(180.5)).isEqualTo("> 180.0");
    assertThat(HUNDREDS.name(Double.NEGATIVE_INFINITY)).isEqualTo("≤ 20.0");
    assertThat(HUNDREDS.name(Double.POSITIVE_INFINITY)).isEqualTo("> 180.0");
    assertThat(HUNDREDS.name(Double.NaN)).isEqualTo("not a number");
  }

  @Test
  void whatWasSeenFallsIntoTenEqualBins() {
    assertThat(
            IntStream.rangeClosed(1, 200)
                .mapToObj(HUNDREDS::name)
                .filter("> 80.0 to 100.0"::equals)
                .count())
        .isEqualTo(20);
  }

  @Test
  void fewerThanTenDifferentValuesAreTheirOwnBins() {
    double[] seen = new double[200];
    Arrays.setAll(seen, i -> i % 9);
    Bins bins = Bins.of(seen);

    assertThat(bins.name(8)).isEqualTo("8.0");
    assertThat(bins.name(9)).isEqualTo("other");
    assertThat(bins.name(0.5)).isEqualTo("other");
  }

  @Test
  void equalDecilesAreOneEdge() {
    double[] seen = new double[200];
    Arrays.setAll(seen, i -> i < 100 ? 0 : i);
    Bins bins = Bins.of(seen);

    assertThat(bins.edges()).containsExactly(0, 119, 139, 159, 179);
    assertThat(bins.name(0)).isEqualTo("≤ 0.0");
  }
}
