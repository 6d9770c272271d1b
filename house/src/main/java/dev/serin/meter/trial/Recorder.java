package dev.serin.meter.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * Counts one epoch of a trial in this process. Any number of threads count at once without a lock;
 * what is read meanwhile is a little old, never wrong.
 */
public final class Recorder {
  /** Classes beyond so many count as {@link #OTHER}. */
  public static final int MOST_CLASSES = 50;

  /** Where classes are counted that are too many. */
  public static final String OTHER = "other";

  private static final double MILLIONTHS = 1e6;

  private final int epoch;
  private final IntSupplier second;
  private final ConcurrentSkipListMap<Integer, AtomicLongArray> blocks =
      new ConcurrentSkipListMap<>();
  private final AtomicLongArray currentTook = new AtomicLongArray(Latency.BUCKETS);
  private final AtomicLongArray canaryTook = new AtomicLongArray(Latency.BUCKETS);
  private final Map<String, Pair> classes = new ConcurrentHashMap<>();
  private volatile Current current = new Current(-1, new AtomicLongArray(Count.SIZE));

  /** Counts into the block of this second. */
  Recorder(int epoch, IntSupplier second) {
    this.epoch = epoch;
    this.second = second;
  }

  private record Current(int number, AtomicLongArray counts) {}

  /** Adds one. */
  public void add(Count count, Arm arm) {
    add(count, arm, 1);
  }

  /** Adds {@code amount}, at least 0. */
  public void add(Count count, Arm arm, long amount) {
    counts().addAndGet(count.at(arm), amount);
  }

  /** Takes note of how long a call took, for display. */
  public void took(Arm arm, long nanos) {
    took(arm).incrementAndGet(Latency.bucket(nanos));
  }

  private AtomicLongArray took(Arm arm) {
    return arm == Arm.CURRENT ? currentTook : canaryTook;
  }

  /**
   * Takes note of the latency of a call that is among those to compare: its rank in the champion's
   * distribution (0 to 1), and whether it is above the 90th and the 99th percentile of it.
   */
  public void ranked(Arm arm, double rank, boolean aboveP90, boolean aboveP99) {
    AtomicLongArray counts = counts();
    counts.incrementAndGet(Count.TIMED.at(arm));
    counts.addAndGet(Count.RANKS.at(arm), Math.round(rank * MILLIONTHS));
    if (aboveP90) {
      counts.incrementAndGet(Count.ABOVE_P90.at(arm));
    }
    if (aboveP99) {
      counts.incrementAndGet(Count.ABOVE_P99.at(arm));
    }
  }

  /** How often that happened to this arm within the last so many seconds, with the present one. */
  public long recent(Count count, Arm arm, int seconds) {
    return blocks.tailMap(second.getAsInt() - seconds, false).values().stream()
        .mapToLong(counts -> counts.get(count.at(arm)))
        .sum();
  }

  /** Takes note of a prediction by its class. */
  public void predicted(Arm arm, String name) {
    Pair counts = classes.get(name);
    (counts == null ? fresh(name) : counts).of(arm).increment();
  }

  private Pair fresh(String name) {
    synchronized (classes) { // a few times in a trial
      boolean room = classes.containsKey(name) || classes.size() < MOST_CLASSES;
      return classes.computeIfAbsent(room ? name : OTHER, _ -> Pair.empty());
    }
  }

  private record Pair(LongAdder current, LongAdder canary) {
    static Pair empty() {
      return new Pair(new LongAdder(), new LongAdder());
    }

    LongAdder of(Arm arm) {
      return arm == Arm.CURRENT ? current : canary;
    }
  }

  private AtomicLongArray counts() {
    Current now = current;
    int number = second.getAsInt();
    if (now.number() == number) {
      return now.counts();
    }
    AtomicLongArray counts = blocks.computeIfAbsent(number, _ -> new AtomicLongArray(Count.SIZE));
    if (number > now.number()) {
      current = new Current(number, counts);
    }
    return counts;
  }

  /** The blocks from this number on, and the sheet. */
  Report report(String rollout, String replica, String boot, int from) {
    List<Block> told = new ArrayList<>();
    blocks
        .tailMap(from, true)
        .forEach(
            (number, counts) -> {
              long[] copy = new long[Count.SIZE];
              for (int i = 0; i < copy.length; i++) {
                copy[i] = counts.get(i);
              }
              told.add(Block.of(epoch, number, copy));
            });
    return new Report(rollout, replica, boot, epoch, told, sheet());
  }

  private Sheet sheet() {
    SortedMap<String, Sheet.Pair> byClass = new TreeMap<>();
    classes.forEach(
        (name, counts) ->
            byClass.put(name, new Sheet.Pair(counts.current().sum(), counts.canary().sum())));
    SortedMap<Integer, Sheet.Pair> byBucket = new TreeMap<>();
    for (int i = 0; i < Latency.BUCKETS; i++) {
      Sheet.Pair pair = new Sheet.Pair(currentTook.get(i), canaryTook.get(i));
      if (pair.current() + pair.canary() > 0) {
        byBucket.put(i, pair);
      }
    }
    return new Sheet(epoch, byClass, byBucket);
  }
}
