package dev.serin.meter.trial;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Adds up reports as they come: of each replica, run, epoch and second the largest counts, and then
 * their sum. A report that comes again or late changes nothing that it should not; what it costs
 * depends on what it says alone. One thread at a time.
 */
public final class Gathering {
  private final Map<Place, long[]> largest = new HashMap<>();
  private final Map<Run, Sheet> sheets = new HashMap<>();
  private final SortedMap<Cell, Block> sums = new TreeMap<>();

  /** One run of one replica in one epoch. */
  private record Run(String replica, String boot, int epoch) {}

  /** What one run counted in one second. */
  private record Place(Run run, int number) {}

  /** One second of one epoch, in the order of a tally. */
  private record Cell(int number, int epoch) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      return number == other.number
          ? Integer.compare(epoch, other.epoch)
          : Integer.compare(number, other.number);
    }
  }

  /** Adds what these reports say and nobody said before. */
  public Gathering add(Collection<Report> reports) {
    for (Report report : reports) {
      Run run = new Run(report.replica(), report.boot(), report.epoch());
      sheets.merge(run, report.sheet(), Gathering::larger);
      report.blocks().forEach(block -> add(new Place(run, block.number()), block));
    }
    return this;
  }

  private void add(Place place, Block block) {
    long[] before = largest.getOrDefault(place, new long[Count.SIZE]);
    long[] after = each(before, counts(block), Math::max);
    long[] more = each(after, before, (a, b) -> a - b);
    largest.put(place, after);
    sums.merge(
        new Cell(block.number(), block.epoch()),
        Block.of(block.epoch(), block.number(), more),
        (sum, _) -> Block.of(sum.epoch(), sum.number(), each(counts(sum), more, Long::sum)));
  }

  /** All that was added. */
  public Tally tally() {
    Map<Integer, Sheet> byEpoch = new TreeMap<>();
    sheets.values().forEach(sheet -> byEpoch.merge(sheet.epoch(), sheet, Gathering::sum));
    return new Tally(new ArrayList<>(sums.values()), List.copyOf(byEpoch.values()));
  }

  /** The number of the first second that nobody counted in yet. */
  public int next() {
    return sums.isEmpty() ? 0 : sums.lastKey().number() + 1;
  }

  private static long[] counts(Block block) {
    long[] counts = new long[Count.SIZE];
    for (int i = 0; i < block.counts().size(); i++) {
      counts[i] = block.counts().get(i);
    }
    return counts;
  }

  private static long[] each(long[] a, long[] b, LongBinaryOperator operator) {
    long[] result = new long[a.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = operator.applyAsLong(a[i], b[i]);
    }
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
}
