package dev.serin.meter.trial;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one epoch counted in all, beside its blocks: predictions by class ({@code classes}) and
 * latencies by bucket of {@link Latency}, each [current, canary].
 */
public record Sheet(
    int epoch, SortedMap<String, Pair> classes, SortedMap<Integer, Pair> latencies) {
  public Sheet {
    classes = new TreeMap<>(classes);
    latencies = new TreeMap<>(latencies);
  }

  /** A sheet on which nothing was counted. */
  public static Sheet empty(int epoch) {
    return new Sheet(epoch, new TreeMap<>(Map.of()), new TreeMap<>(Map.of()));
  }

  /** The same count of both arms. */
  public record Pair(long current, long canary) {
    /** That of one arm. */
    public long of(Arm arm) {
      return arm == Arm.CURRENT ? current : canary;
    }

    Pair plus(Pair other) {
      return new Pair(current + other.current, canary + other.canary);
    }

    Pair max(Pair other) {
      return new Pair(Math.max(current, other.current), Math.max(canary, other.canary));
    }
  }
}
