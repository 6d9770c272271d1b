package dev.serin.meter.evalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvariantsTest {
  private static final double[] WORSE = {0.075, 0.10, 0.15, 0.25, 0.50, 0.95};
  private static final Grid ABSOLUTE = Grid.of(0.05, WORSE);

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.02, 0})
  void anEValueIsAtMostOneOnAverageWhileTheRateIsNotTooHigh(double rate) {
    double mean = 0;
    for (int s = 0; s <= 12; s++) {
      mean += binomial(12, s, rate) * Math.exp(ABSOLUTE.logE(s, 12));
    }

    assertThat(mean).isLessThanOrEqualTo(1 + 1e-9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.5})
  void theGateIsAtMostOneOnAverageWhileTheRateIsTooHigh(double rate) {
    Grid good = Grid.of(0.05, 0.001, 0.005, 0.01, 0.02, 0.03);
    double mean = 0;
    for (int s = 0; s <= 12; s++) {
      mean += binomial(12, s, rate) * Math.exp(good.logE(s, 12));
    }

    assertThat(mean).isLessThanOrEqualTo(1 + 1e-9);
  }

  @Test
  void restartsOfSeveralStrataStillAverageAtMostOne() {
    var strata =
        new Strata(List.of(Grid.ofRatios(0.5, 1, 1.5, 3, 10), Grid.ofRatios(0.1, 1, 1.5, 3, 10)));
    double mean = 0;
    for (int code = 0; code < 1 << 12; code++) {
      long[][] events = new long[2][3];
      double chance = 1;
      for (int i = 0; i < 12; i++) {
        int hit = code >> i & 1;
        double weight = i % 2 == 0 ? 0.5 : 0.1;
        events[i % 2][i / 4] += hit;
        chance *= hit == 1 ? weight : 1 - weight;
      }
      long[][] trials = {{2, 2, 2}, {2, 2, 2}};
      mean += chance * Math.exp(Restarts.mixed(strata.copies(events, trials, 3)));
    }

    assertThat(mean).isCloseTo(1, within(1e-9));
  }

  @Test
  void countsOfThreeReplicasSayWhatOneStreamSays() {
    boolean[] failed = stream();
    long[] failures = new long[3];
    long[] calls = new long[3];
    for (int i = 0; i < failed.length; i++) {
      failures[i % 3] += failed[i] ? 1 : 0;
      calls[i % 3]++;
    }

    double merged = ABSOLUTE.logE(LongStream.of(failures).sum(), LongStream.of(calls).sum());

    assertThat(merged).isEqualTo(ABSOLUTE.logE(count(failed), failed.length));
  }

  @Test
  void theProductOverCallsIsTheFormOfTheCounts() {
    boolean[] failed = stream();
    double[] wealth = DoubleStream.generate(() -> 1.0 / WORSE.length).limit(6).toArray();
    for (boolean one : failed) {
      for (int i = 0; i < wealth.length; i++) {
        wealth[i] *= one ? WORSE[i] / 0.05 : (1 - WORSE[i]) / 0.95;
      }
    }

    assertThat(ABSOLUTE.logE(count(failed), failed.length))
        .isCloseTo(Math.log(DoubleStream.of(wealth).sum()), within(1e-9));
  }

  @Test
  void oneStratumAndOneStretchAreThePlainEValue() {
    var strata = new Strata(List.of(ABSOLUTE));

    double[] copies = strata.copies(new long[][] {{12}}, new long[][] {{100}}, 1);

    assertThat(copies).containsExactly(ABSOLUTE.logE(12, 100));
    assertThat(Restarts.mixed(copies))
        .isCloseTo(Math.log(0.5 * Math.exp(copies[0]) + 0.5), within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "29, 0", "30, 1", "3599, 119", "3600, 120", "5399, 120", "5400, 121"})
  void copiesBeginEachHalfMinuteForAnHourAndEachHalfHourAfterIt(int block, int stretch) {
    assertThat(Restarts.stretch(block)).isEqualTo(stretch);
    assertThat(Restarts.beginning(stretch)).isLessThanOrEqualTo(block);
    assertThat(Restarts.beginning(stretch + 1)).isGreaterThan(block);
  }

  @Test
  void betsOnAPairOfEqualArmsAreFairOnAverage() {
    double mean = 0;
    for (int code = 0; code < 1 << 10; code++) {
      BlockBets bets = new BlockBets(1);
      for (int second = 0; second < 10; second++) {
        boolean slow = (code >> second & 1) == 1;
        var one = new BlockBets.Arm(10, 7_000_000, 3, 1);
        var other = new BlockBets.Arm(10, 4_000_000, 0, 0);
        bets.second(0, slow ? one : other, slow ? other : one);
      }
      mean += Math.exp(bets.copies()[0]) / (1 << 10);
    }

    assertThat(mean).isCloseTo(1, within(1e-9));
  }

  @Test
  void onePauseOfOneArmMovesTheWealthByAFactorBelowTwo() {
    BlockBets calm = new BlockBets(1);
    BlockBets paused = new BlockBets(1);
    var usual = new BlockBets.Arm(25, 12_500_000, 2, 0);
    for (int second = 0; second < 20; second++) {
      calm.second(0, usual, usual);
      paused.second(0, second == 10 ? new BlockBets.Arm(25, 24_900_000, 25, 25) : usual, usual);
    }

    assertThat(paused.copies()[0] - calm.copies()[0]).isBetween(0.0, Math.log(1.95));
  }

  private static double binomial(int n, int s, double p) {
    double ways = 1;
    for (int i = 0; i < s; i++) {
      ways *= (double) (n - i) / (i + 1);
    }
    return ways * Math.pow(p, s) * Math.pow(1 - p, n - s);
  }

  private static boolean[] stream() {
    Random random = new Random(0);
    boolean[] failed = new boolean[500];
    for (int i = 0; i < failed.length; i++) {
      failed[i] = random.nextDouble() < 0.08;
    }
    return failed;
  }

  private static long count(boolean[] failed) {
    long count = 0;
    for (boolean one : failed) {
      count += one ? 1 : 0;
    }
    return count;
  }
}
