package dev.serin.meter.evalue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BandTest {
  @Test
  void withoutCallsEveryRateIsPossible() {
    assertThat(Band.of(0, 0, 0.05)).isEqualTo(new Band(0, 1));
  }

  @Test
  void theBandHoldsWhatWasSeenAndShrinks() {
    Band few = Band.of(1, 20, 0.05);
    Band many = Band.of(50, 1000, 0.05);

    assertThat(few.lower()).isLessThan(0.05);
    assertThat(few.upper()).isGreaterThan(0.05);
    assertThat(many.lower()).isBetween(few.lower(), 0.05);
    assertThat(many.upper()).isBetween(0.05, few.upper());
  }

  @Test
  void neverFailedBeginsAtNothingAndAlwaysFailedEndsAtAll() {
    assertThat(Band.of(0, 50, 0.05).lower()).isZero();
    assertThat(Band.of(50, 50, 0.05).upper()).isEqualTo(1);
  }

  @Test
  void whoeverLooksAfterEachCallSeesTheTrueRateOutsideInFewerThanOneOfTwentyRuns() {
    Random random = new Random(1);
    int missed = 0;
    for (int run = 0; run < 400; run++) {
      missed += missesOnce(random, 0.1, 300) ? 1 : 0;
    }

    assertThat(missed).isLessThanOrEqualTo(20);
  }

  private static boolean missesOnce(Random random, double rate, int calls) {
    long failures = 0;
    for (int n = 1; n <= calls; n++) {
      failures += random.nextDouble() < rate ? 1 : 0;
      if (!Band.holds(failures, n, rate, 0.05)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aQuantileLiesInTheBucketOfItsRankAndItsBandAroundIt() {
    long[] counts = new long[100];
    for (int i = 0; i < 100; i++) {
      counts[i] = 10;
    }

    Quantile median = Quantile.of(counts, 0.5, 0.05);
    Quantile tail = Quantile.of(counts, 0.99, 0.05);

    assertThat(median.bucket()).isEqualTo(49);
    assertThat(median.lowest()).isBetween(40, 48);
    assertThat(median.highest()).isBetween(50, 58);
    assertThat(tail.bucket()).isEqualTo(98);
    assertThat(tail.highest()).isEqualTo(99);
  }

  @Test
  void nothingCountedHasNoQuantile() {
    assertThat(Quantile.of(new long[5], 0.5, 0.05)).isEqualTo(new Quantile(0, 0, 4));
  }

  @Test
  void equalSharesDoNotDivergeAndSeparateOnesDoWholly() {
    long[] a = {50, 50, 0, 0};
    long[] b = {0, 0, 70, 70};

    assertThat(Divergence.jensenShannon(a, a)).isZero();
    assertThat(Divergence.stability(a, a)).isZero();
    assertThat(Divergence.jensenShannon(a, b)).isEqualTo(1);
    assertThat(Divergence.stability(a, b)).isGreaterThan(2);
  }

  @Test
  void theLogarithmsOfGammaAreThoseOfFactorials() {
    double factorial = 0;
    for (int n = 2; n < 60; n++) {
      factorial += Math.log(n);
      assertThat(Gamma.log(n + 1))
          .isCloseTo(factorial, org.assertj.core.api.Assertions.within(1e-10));
    }
    assertThat(Gamma.log(0.5))
        .isCloseTo(Math.log(Math.PI) / 2, org.assertj.core.api.Assertions.within(1e-13));
  }
}
