package dev.serin.rollout;

import dev.serin.meter.evalue.BlockBets;
import dev.serin.meter.evalue.Grid;
import dev.serin.meter.evalue.Quantile;
import dev.serin.meter.evalue.Restarts;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Latency;
import dev.serin.meter.trial.Sheet;
import dev.serin.rollout.Findings.Finding;
import java.util.ArrayList;
import java.util.List;

/** Tests L and P: how long calls take. */
final class LatencyTests {
  private static final double[] QUANTILES = {0.5, 0.95, 0.99};
  private static final double LEAST_BEYOND = 3;
  private static final Grid SLOWER = Grid.of(0.5, 0.6, 0.7, 0.8, 0.9);

  private final Policy.Latency policy;
  private final Stretches stretches;
  private final List<Epoch> epochs;
  private final long[] canary;
  private final long[] current;

  /** Judges these blocks, which these epochs counted, and what their sheets say of latencies. */
  LatencyTests(Policy.Latency policy, Stretches stretches, List<Epoch> epochs, List<Sheet> sheets) {
    this.policy = policy;
    this.stretches = stretches;
    this.epochs = epochs;
    this.canary = histogram(sheets, Arm.CANARY);
    this.current = histogram(sheets, Arm.CURRENT);
  }

  private static long[] histogram(List<Sheet> sheets, Arm arm) {
    long[] counts = new long[Latency.BUCKETS];
    for (Sheet sheet : sheets) {
      sheet.latencies().forEach((bucket, pair) -> counts[bucket] += pair.of(arm));
    }
    return counts;
  }

  /** L: the canary's calls rank higher, and some quantile is enough larger to matter. */
  Finding live(boolean muted) {
    double log = Restarts.mixed(bets().copies());
    double line = ErrorTests.line(policy.alpha());
    return new Finding(log, line, !muted && log >= line && ratio() >= policy.minRatio());
  }

  /** Bets on each second that is over; the last one may still be counted into. */
  private BlockBets bets() {
    BlockBets bets = new BlockBets(stretches.count());
    if (stretches.total(Count.TIMED, Arm.CANARY) == 0) {
      return bets;
    }
    List<Block> blocks = stretches.blocks();
    int last = blocks.isEmpty() ? stretches.base() : blocks.getLast().number();
    int at = 0;
    int epoch = 0;
    for (int second = stretches.base(); second < last; second++) {
      BlockBets.Arm ofCanary = BlockBets.Arm.NONE;
      BlockBets.Arm ofCurrent = BlockBets.Arm.NONE;
      while (blocks.get(at).number() == second) {
        ofCanary = ofCanary.plus(timed(blocks.get(at), Arm.CANARY));
        ofCurrent = ofCurrent.plus(timed(blocks.get(at), Arm.CURRENT));
        at++;
      }
      epoch = covering(epoch, second);
      if (shared(epoch) || ofCanary.timed() > 0 || ofCurrent.timed() > 0) {
        bets.second(stretches.stretch(second), ofCanary, ofCurrent);
      }
    }
    return bets;
  }

  private int covering(int from, int second) {
    int epoch = from;
    while (epoch + 1 < epochs.size() && epochs.get(epoch + 1).from() <= second) {
      epoch++;
    }
    return epoch;
  }

  private boolean shared(int at) {
    Epoch epoch = epochs.get(at);
    return Stretches.LIVE.contains(epoch.kind()) && epoch.weight() > 0 && epoch.weight() < 1;
  }

  private static BlockBets.Arm timed(Block block, Arm arm) {
    return new BlockBets.Arm(
        block.count(Count.TIMED, arm),
        block.count(Count.RANKS, arm),
        block.count(Count.ABOVE_P90, arm),
        block.count(Count.ABOVE_P99, arm));
  }

  /** The largest ratio of the quantiles that are known by three calls beyond them; 1 if none is. */
  double ratio() {
    double calls = Math.min(Stretches.total(canary), Stretches.total(current));
    List<Double> ratios = new ArrayList<>();
    for (double p : QUANTILES) {
      if (calls * (1 - p) >= LEAST_BEYOND) {
        ratios.add(ratio(p));
      }
    }
    return ratios.stream().mapToDouble(r -> r).max().orElse(1);
  }

  /** How many times current's quantile the canary's is. */
  double ratio(double p) {
    int buckets = Quantile.bucket(canary, p) - Quantile.bucket(current, p);
    return StrictMath.pow(Latency.RATIO, buckets);
  }

  /** How many latencies of an arm are known. */
  long measured(Arm arm) {
    return Stretches.total(arm == Arm.CANARY ? canary : current);
  }

  /** P: of one input's two calls the canary's is the slower one too often. */
  static Finding paired(Policy.Latency policy, Rate slower) {
    double log = SLOWER.logE(slower.events(), slower.of());
    double line = ErrorTests.line(policy.pairedAlpha());
    return new Finding(log, line, log >= line);
  }
}
