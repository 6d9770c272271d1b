package dev.serin.rollout;

import dev.serin.meter.evalue.Restarts;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Tally;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Blocks added up: by stratum, which is what was counted under one weight, and by stretch between
 * two restarts of a test. All sums of evidence over time are taken from here. Seconds count from
 * {@code base}, the beginning of the first epoch that is meant.
 */
final class Stretches {
  /** Epochs in which the candidate answers beside the champion. */
  static final Set<Epoch.Kind> LIVE = EnumSet.of(Epoch.Kind.EVALUATING, Epoch.Kind.STANDING);

  private final List<Double> weights;
  private final List<Block> blocks;
  private final int base;
  private final int stretches;
  private final long[][][] sums; // by place of the count, stratum, stretch

  private Stretches(List<Double> weights, List<Block> blocks, int base) {
    this.weights = weights;
    this.blocks = blocks;
    this.base = base;
    int last = blocks.isEmpty() ? base : blocks.getLast().number();
    this.stretches = Restarts.stretch(last - base) + 1;
    this.sums = new long[Count.SIZE][weights.size()][stretches];
  }

  /** What epochs of these kinds counted from this block on. */
  static Stretches of(Timeline timeline, Tally tally, Set<Epoch.Kind> kinds, int from) {
    List<Double> weights = new ArrayList<>();
    Map<Integer, Integer> strata = new HashMap<>();
    int base = Integer.MAX_VALUE;
    for (Epoch epoch : timeline.epochs()) {
      if (kinds.contains(epoch.kind())) {
        if (!weights.contains(epoch.weight())) {
          weights.add(epoch.weight());
        }
        strata.put(epoch.number(), weights.indexOf(epoch.weight()));
        base = Math.min(base, epoch.from());
      }
    }
    int first = strata.isEmpty() ? from : Math.max(from, base);
    List<Block> blocks = new ArrayList<>();
    List<Integer> in = new ArrayList<>();
    for (Block block : tally.blocks()) {
      Integer stratum = strata.get(block.epoch());
      if (stratum != null && block.number() >= first) {
        blocks.add(block);
        in.add(stratum);
      }
    }
    Stretches added = new Stretches(weights, blocks, first);
    added.add(in);
    return added;
  }

  private void add(List<Integer> strata) {
    for (int i = 0; i < blocks.size(); i++) {
      List<Long> counts = blocks.get(i).counts();
      int stretch = stretch(blocks.get(i).number());
      int stratum = strata.get(i);
      for (int at = 0; at < counts.size(); at++) {
        sums[at][stratum][stretch] += counts.get(at);
      }
    }
  }

  /** The second that is the first. */
  int base() {
    return base;
  }

  /** How many stretches there are, at least one. */
  int count() {
    return stretches;
  }

  /** The stretch of a second. */
  int stretch(int second) {
    return Restarts.stretch(second - base);
  }

  /** The weights of the strata. */
  List<Double> weights() {
    return weights;
  }

  /** The blocks, in order. */
  List<Block> blocks() {
    return blocks;
  }

  /** The sums of a count as [stratum][stretch], for reading alone. */
  long[][] sums(Count count, Arm arm) {
    return sums[count.at(arm)];
  }

  /** The sums of all strata, by stretch. */
  long[] pooled(Count count, Arm arm) {
    long[] pooled = new long[stretches];
    for (long[] stratum : sums(count, arm)) {
      pooled = plus(pooled, stratum);
    }
    return pooled;
  }

  /** The sum of a count in one stratum. */
  long total(Count count, Arm arm, int stratum) {
    return total(sums(count, arm)[stratum]);
  }

  /** The sum of a count. */
  long total(Count count, Arm arm) {
    return total(pooled(count, arm));
  }

  /** The sum of all. */
  static long total(long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** Both, one by one. */
  static long[] plus(long[] a, long[] b) {
    long[] sum = new long[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }
}
