package dev.serin.meter.trial;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * All that was counted of a trial: blocks by number, at most one for each epoch and second, and one
 * sheet for each epoch. Every statistic of a trial is a function of it.
 */
public record Tally(List<Block> blocks, List<Sheet> sheets) {
  private static final Comparator<Block> ORDER =
      Comparator.comparingInt(Block::number).thenComparingInt(Block::epoch);

  /** Nothing counted. */
  public static final Tally EMPTY = new Tally(List.of(), List.of());

  public Tally {
    blocks = blocks.stream().sorted(ORDER).toList();
    sheets = sheets.stream().sorted(Comparator.comparingInt(Sheet::epoch)).toList();
  }

  /** Reports in any order, some of them twice: the largest of each key, then the sum. */
  public static Tally of(Collection<Report> reports) {
    return new Gathering().add(reports).tally();
  }

  /** How often that happened to this arm, in all epochs. */
  public long count(Count count, Arm arm) {
    return blocks.stream().mapToLong(block -> block.count(count, arm)).sum();
  }
}
