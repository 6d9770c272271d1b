package dev.serin.meter.trial;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adds up reports as they come: of each replica, run, epoch and second the largest counts, and then
 * their sum. A report that comes again or late changes nothing that it should not; what it costs
 * depends on what it says alone. One thread at a time.
 */
public final class Gathering {
  private final Map<Place, Block> largest = new HashMap<>();
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
      sheets.merge(run, report.sheet(), Sheet::larger);
      report.blocks().forEach(block -> add(new Place(run, block.number()), block));
    }
    return this;
  }

  private void add(Place place, Block told) {
    Block nothing = new Block(told.epoch(), told.number(), List.of());
    Block before = largest.getOrDefault(place, nothing);
    Block after = before.larger(told);
    largest.put(place, after);
    sums.merge(new Cell(told.number(), told.epoch()), after.beyond(before), Block::plus);
  }

  /** All that was added. */
  public Tally tally() {
    Map<Integer, Sheet> byEpoch = new TreeMap<>();
    sheets.values().forEach(sheet -> byEpoch.merge(sheet.epoch(), sheet, Sheet::plus));
    return new Tally(List.copyOf(sums.values()), List.copyOf(byEpoch.values()));
  }

  /** The number of the first second that nobody counted in yet. */
  public int next() {
    return sums.isEmpty() ? 0 : sums.lastKey().number() + 1;
  }
}
