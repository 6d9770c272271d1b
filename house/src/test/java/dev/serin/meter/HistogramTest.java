package dev.serin.meter;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private final Histogram histogram = new Histogram();

  @Property
  void everyValueLiesInItsBucket(@ForAll @LongRange(min = 0) long value) {
    int bucket = Histogram.bucket(value);

    assertThat(Histogram.upper(bucket)).isGreaterThanOrEqualTo(value);
    if (bucket > 0) {
      assertThat(Histogram.upper(bucket - 1)).isLessThan(value);
    }
  }

  @Property
  void theUpperEndOfABucketIsAtMostAQuarterTooHigh(@ForAll @LongRange(min = 4) long value) {
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
