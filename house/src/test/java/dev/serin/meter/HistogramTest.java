package dev.serin.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistogramTest {
  private final Histogram histogram = new Histogram();

  /** Values of every size: powers of two, their neighbours, and random ones in between. */
  static LongStream values() {
    SplittableRandom random = new SplittableRandom(1);
    return LongStream.range(2, 63)
        .flatMap(
            bits -> {
              long power = 1L << bits;
              return LongStream.of(power - 1, power, power + 1, power + random.nextLong(power));
            })
        .filter(value -> value >= 4);
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyValueLiesInItsBucket(long value) {
    int bucket = Histogram.bucket(value);

    assertThat(Histogram.upper(bucket)).isGreaterThanOrEqualTo(value);
    if (bucket > 0) {
      assertThat(Histogram.upper(bucket - 1)).isLessThan(value);
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void theUpperEndOfABucketIsAtMostAQuarterTooHigh(long value) {
    long upper = Histogram.upper(Histogram.bucket(value));

    assertThat((double) upper).isLessThanOrEqualTo(1.25 * value);
  }

  @Test
  void theLargestValueHasABucket() {
    assertThat(Histogram.upper(Histogram.bucket(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void countsSumsAndQuantilesFollowWhatWasRecorded() {
    for (int i = 1; i <= 100; i++) {
      histogram.record(i);
    }
    histogram.record(-5);

    Histogram.Snapshot snapshot = histogram.snapshot();
    assertThat(snapshot.count()).isEqualTo(101);
    assertThat(snapshot.sum()).isEqualTo(5_050);
    assertThat(snapshot.quantile(0.5)).isBetween(50L, 63L);
    assertThat(snapshot.quantile(1)).isBetween(100L, 125L);
    assertThat(snapshot.quantile(0)).isZero();
  }

  @Test
  void whereNothingWasRecordedTheQuantileIsZero() {
    assertThat(histogram.snapshot().quantile(0.99)).isZero();
    assertThat(histogram.snapshot().buckets()).isEmpty();
  }
}
