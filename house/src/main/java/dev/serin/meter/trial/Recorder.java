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

  private final int epoch;
  private final IntSupplier second;
  private final ConcurrentSkipListMap<Integer, AtomicLongArray> blocks =
      new ConcurrentSkipListMap<>();
  private final Map<Arm, AtomicLongArray> latencies =
      Map.of(
          Arm.CURRENT, new AtomicLongArray(Latency.BUCKETS),
          Arm.CANARY, new AtomicLongArray(Latency.BUCKETS));
  private final Map<String, Map<Arm, LongAdder>> classes = new ConcurrentHashMap<>();
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
    latencies.get(arm).incrementAndGet(Latency.bucket(nanos));
  }

  /** Takes note of a prediction by its class. */
  public void predicted(Arm arm, String name) {
    boolean room = classes.containsKey(name) || classes.size() < MOST_CLASSES;
    classes
        .computeIfAbsent(
            room ? name : OTHER,
            _ -> Map.of(Arm.CURRENT, new LongAdder(), Arm.CANARY, new LongAdder()))
        .get(arm)
        .increment();
  }

  private AtomicLongArray counts() {
    Current now = current;
    int number = second.getAsInt();
    if (now.number() == number) {
      return now.counts();
    }
    AtomicLongArray counts = blocks.computeIfAbsent(number, _ -> new AtomicLongArray(Count.SIZE));
    current = new Current(number, counts);
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
        (name, arms) ->
            byClass.put(
                name, new Sheet.Pair(arms.get(Arm.CURRENT).sum(), arms.get(Arm.CANARY).sum())));
    SortedMap<Integer, Sheet.Pair> byBucket = new TreeMap<>();
    for (int i = 0; i < Latency.BUCKETS; i++) {
      Sheet.Pair pair =
          new Sheet.Pair(latencies.get(Arm.CURRENT).get(i), latencies.get(Arm.CANARY).get(i));
      if (pair.current() + pair.canary() > 0) {
        byBucket.put(i, pair);
      }
    }
    return new Sheet(epoch, byClass, byBucket);
  }
}
