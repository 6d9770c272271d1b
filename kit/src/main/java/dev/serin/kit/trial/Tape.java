package dev.serin.kit.trial;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Latency;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one process would have counted of a roll-out. */
public final class Tape {
  private static final int ARMS = Arm.values().length;

  private final List<Block> blocks = new ArrayList<>();
  private final SortedMap<Integer, Written> epochs = new TreeMap<>();
  private final SortedMap<Integer, long[]> second = new TreeMap<>();
  private int epoch = 1;

  private static final class Written {
    private final SortedMap<String, long[]> classes = new TreeMap<>();
    private final long[][] latencies = new long[ARMS][Latency.BUCKETS];
    private boolean timed;
  }

  /** Counts into this epoch from now on. */
  public void epoch(int number) {
    epoch = number;
  }

  /** The epoch that is counted into. */
  public int epoch() {
    return epoch;
  }

  /** Adds to a count of this second. */
  public void add(Count count, Arm arm, long amount) {
    add(epoch, count, arm, amount);
  }

  /** Adds to a count of this second that belongs to an earlier epoch. */
  public void add(int of, Count count, Arm arm, long amount) {
    long[] counts = second.computeIfAbsent(of, _ -> new long[ARMS * Count.values().length]);
    counts[ARMS * count.ordinal() + arm.ordinal()] += amount;
  }

  /** Takes note of a prediction. */
  public void predicted(Arm arm, String name) {
    written().classes.computeIfAbsent(name, _ -> new long[ARMS])[arm.ordinal()]++;
  }

  /** Takes note of how long a call took. */
  public void took(Arm arm, long nanos) {
    Written written = written();
    written.timed = true;
    written.latencies[arm.ordinal()][Latency.bucket(nanos)]++;
  }

  private Written written() {
    return epochs.computeIfAbsent(epoch, _ -> new Written());
  }

  /** Ends the second of this number. */
  public void close(int number) {
    second.forEach(
        (of, counts) -> blocks.add(new Block(of, number, Arrays.stream(counts).boxed().toList())));
    second.clear();
  }

  /** All of it, when the second of this number has just begun. */
  public Tally tally(int begun) {
    List<Block> all = new ArrayList<>(blocks);
    all.add(new Block(epoch, begun, List.of()));
    return tally(all);
  }

  /** All of it. */
  public Tally tally() {
    return tally(blocks);
  }

  private Tally tally(List<Block> all) {
    List<Sheet> sheets = new ArrayList<>();
    epochs.forEach((number, written) -> sheets.add(sheet(number, written)));
    return new Tally(all, sheets);
  }

  private static Sheet sheet(int number, Written written) {
    SortedMap<String, Sheet.Pair> classes = new TreeMap<>();
    written.classes.forEach((name, counts) -> classes.put(name, pair(counts[0], counts[1])));
    SortedMap<Integer, Sheet.Pair> latencies = new TreeMap<>();
    for (int i = 0; written.timed && i < Latency.BUCKETS; i++) {
      long current = written.latencies[Arm.CURRENT.ordinal()][i];
      long canary = written.latencies[Arm.CANARY.ordinal()][i];
      if (current + canary > 0) {
        latencies.put(i, pair(current, canary));
      }
    }
    return new Sheet(number, classes, latencies);
  }

  private static Sheet.Pair pair(long current, long canary) {
    return new Sheet.Pair(current, canary);
  }
}
