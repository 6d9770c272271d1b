package dev.serin.meter.trial;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongBinaryOperator;

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
    return at(count.at(arm));
  }

  /** The larger of each count of two reports of the same second. */
  public Block larger(Block other) {
    return each(other, Math::max);
  }

  Block plus(Block other) {
    return each(other, Long::sum);
  }

  /** What this one counted beyond an earlier report of it. */
  Block beyond(Block earlier) {
    return each(earlier, (mine, its) -> mine - its);
  }

  private Block each(Block other, LongBinaryOperator operator) {
    long[] result = new long[Count.SIZE];
    for (int i = 0; i < result.length; i++) {
      result[i] = operator.applyAsLong(at(i), other.at(i));
    }
    return of(epoch, number, result);
  }

  private long at(int place) {
    return place < counts.size() ? counts.get(place) : 0;
  }
}
