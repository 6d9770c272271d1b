package dev.serin.meter.trial;

import java.util.Arrays;
import java.util.List;

/**
 * What one second of one epoch counted; {@code number} counts the seconds since the trial began,
 * over all its epochs. {@code counts} holds {@link Count} by {@link Arm}; missing ones are 0.
 */
public record Block(int epoch, int number, List<Long> counts) {
  public Block {
    counts = List.copyOf(counts);
    if (number < 0 || counts.size() > Count.SIZE || counts.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("a block counts upwards from 0");
    }
  }

  /** A block of these counts, trailing zeros left out. */
  static Block of(int epoch, int number, long[] counts) {
    int used = counts.length;
    while (used > 0 && counts[used - 1] == 0) {
      used--;
    }
    return new Block(epoch, number, Arrays.stream(counts, 0, used).boxed().toList());
  }

  /** How often that happened to this arm. */
  public long count(Count count, Arm arm) {
    int at = count.at(arm);
    return at < counts.size() ? counts.get(at) : 0;
  }
}
