package dev.serin.meter.trial;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

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
    Map<List<Object>, long[]> largest = new HashMap<>();
    Map<List<Object>, Sheet> sheets = new HashMap<>();
    for (Report report : reports) {
      List<Object> key = List.of(report.replica(), report.boot(), report.epoch());
      sheets.merge(key, report.sheet(), Tally::larger);
      for (Block block : report.blocks()) {
        largest.merge(List.of(key, block.number()), counts(block), (a, b) -> each(a, b, Math::max));
      }
    }
    Map<List<Object>, long[]> sums = new HashMap<>();
    largest.forEach(
        (key, counts) ->
            sums.merge(
                List.of(((List<?>) key.get(0)).get(2), key.get(1)),
                counts,
                (a, b) -> each(a, b, Long::sum)));
    List<Block> blocks = new ArrayList<>();
    sums.forEach((key, counts) -> blocks.add(Block.of((int) key.get(0), (int) key.get(1), counts)));
    Map<Integer, Sheet> byEpoch =
        sheets.values().stream().collect(Collectors.toMap(Sheet::epoch, s -> s, Tally::sum));
    return new Tally(blocks, List.copyOf(byEpoch.values()));
  }

  private static long[] counts(Block block) {
    long[] counts = new long[Count.SIZE];
    for (int i = 0; i < block.counts().size(); i++) {
      counts[i] = block.counts().get(i);
    }
    return counts;
  }

  private static long[] each(long[] a, long[] b, java.util.function.LongBinaryOperator operator) {
    long[] result = new long[a.length];
    java.util.Arrays.setAll(result, i -> operator.applyAsLong(a[i], b[i]));
    return result;
  }

  private static Sheet larger(Sheet a, Sheet b) {
    return joined(a, b, Sheet.Pair::max);
  }

  private static Sheet sum(Sheet a, Sheet b) {
    return joined(a, b, Sheet.Pair::plus);
  }

  private static Sheet joined(Sheet a, Sheet b, BinaryOperator<Sheet.Pair> how) {
    return new Sheet(
        a.epoch(),
        joined(a.classes(), b.classes(), how),
        joined(a.latencies(), b.latencies(), how));
  }

  private static <K> SortedMap<K, Sheet.Pair> joined(
      SortedMap<K, Sheet.Pair> a, SortedMap<K, Sheet.Pair> b, BinaryOperator<Sheet.Pair> how) {
    TreeMap<K, Sheet.Pair> all = new TreeMap<>(a);
    b.forEach((key, pair) -> all.merge(key, pair, how));
    return all;
  }

  /** How often that happened to this arm, in all epochs. */
  public long count(Count count, Arm arm) {
    return blocks.stream().mapToLong(block -> block.count(count, arm)).sum();
  }
}
