package dev.serin.rollout;

import dev.serin.meter.evalue.Restarts;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Blocks added up: by stratum, which is what was counted under one weight, and by stretch between
 * two restarts of a test. All sums of evidence over time are taken from here. Blocks count from
 * {@code base}, the first of the first epoch that is meant.
 */
final class Stretches {
  private final List<Double> weights;
  private final List<Block> blocks;
  private final Map<Integer, Integer> strata;
  private final int base;
  private final int stretches;

  private Stretches(
      List<Double> weights, Map<Integer, Integer> strata, List<Block> blocks, int base) {
    this.weights = List.copyOf(weights);
    this.strata = Map.copyOf(strata);
    this.blocks = List.copyOf(blocks);
    this.base = base;
    int last = blocks.isEmpty() ? base : blocks.getLast().number();
    this.stretches = Restarts.stretch(last - base) + 1;
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
    int first = Math.max(from, strata.isEmpty() ? 0 : base);
    Predicate<Block> counts = b -> b.number() >= first && strata.containsKey(b.epoch());
    return new Stretches(weights, strata, tally.blocks().stream().filter(counts).toList(), first);
  }

  /** How many stretches there are, at least one. */
  int count() {
    return stretches;
  }

  /** The weights of the strata. */
  List<Double> weights() {
    return weights;
  }

  /** The blocks, in order. */
  List<Block> blocks() {
    return blocks;
  }

  /** The number of a block, counted from the first. */
  int place(Block block) {
    return block.number() - base;
  }

  /** The stratum of a block. */
  int stratum(Block block) {
    return strata.get(block.epoch());
  }

  /** The sums of a count as [stratum][stretch]. */
  long[][] sums(Count count, Arm arm) {
    long[][] sums = new long[weights.size()][stretches];
    for (Block block : blocks) {
      sums[stratum(block)][Restarts.stretch(place(block))] += block.count(count, arm);
    }
    return sums;
  }

  /** The sum of a count. */
  long total(Count count, Arm arm) {
    long total = 0;
    for (Block block : blocks) {
      total += block.count(count, arm);
    }
    return total;
  }

  /** The sum of all strata, by stretch. */
  static long[] pooled(long[][] sums, int stretches) {
    long[] pooled = new long[stretches];
    for (long[] stratum : sums) {
      for (int i = 0; i < stretches; i++) {
        pooled[i] += stratum[i];
      }
    }
    return pooled;
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
