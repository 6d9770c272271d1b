package dev.serin.rollout;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Count;
import java.util.Arrays;

/** Writes a block by hand. */
final class Counts {
  private final Long[] counts = new Long[2 * Count.values().length];

  Counts() {
    Arrays.fill(counts, 0L);
  }

  Counts add(Count count, Arm arm, long amount) {
    counts[2 * count.ordinal() + arm.ordinal()] += amount;
    return this;
  }

  Block block(int epoch, int number) {
    return new Block(epoch, number, Arrays.asList(counts));
  }
}
