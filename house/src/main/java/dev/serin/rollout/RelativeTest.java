package dev.serin.rollout;

import dev.serin.meter.evalue.Grid;
import dev.serin.meter.evalue.Restarts;
import dev.serin.meter.evalue.Strata;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether some event hits one arm more often than its share of requests explains: given that it
 * happened, the arm is a coin with the weight of the split, whatever else changed meanwhile. Each
 * weight is a stratum.
 */
final class RelativeTest {
  private static final double[] RATIOS = {1.5, 2, 3, 5, 10, 50};
  private static final double EVEN = 0.5;

  private final Stretches stretches;
  private final Arm arm;
  private final double ratio0;
  private final List<Grid> grids = new ArrayList<>();
  private final List<long[]> events = new ArrayList<>();
  private final List<long[]> trials = new ArrayList<>();

  /** Asks of this arm whether its part is more than {@code ratio0} times its share. */
  RelativeTest(Stretches stretches, Arm arm, double ratio0) {
    this.stretches = stretches;
    this.arm = arm;
    this.ratio0 = ratio0;
  }

  /** Events that are shared by the weights of the split. */
  RelativeTest live(Count count) {
    long[][] own = stretches.sums(count, arm);
    long[][] others = stretches.sums(count, arm.other());
    for (int k = 0; k < own.length; k++) {
      double weight = stretches.weights().get(k);
      if (weight > 0 && weight < 1) {
        add(arm == Arm.CANARY ? weight : 1 - weight, own[k], others[k]);
      }
    }
    return this;
  }

  /** Events of calls that both arms got equally often. */
  RelativeTest paired(Count count) {
    add(EVEN, stretches.pooled(count, arm), stretches.pooled(count, arm.other()));
    return this;
  }

  private void add(double share, long[] own, long[] others) {
    grids.add(Grid.ofRatios(share, ratio0, RATIOS));
    events.add(own);
    trials.add(Stretches.plus(own, others));
  }

  /** The logarithm of the e-value, with restarts. */
  double logE() {
    return Restarts.mixed(
        new Strata(grids)
            .copies(
                events.toArray(long[][]::new), trials.toArray(long[][]::new), stretches.count()));
  }
}
