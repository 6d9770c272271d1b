package dev.serin.meter.trial;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

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

  /** The larger of each count of two reports of the same epoch. */
  public Sheet larger(Sheet other) {
    return joined(other, Pair::max);
  }

  Sheet plus(Sheet other) {
    return joined(other, Pair::plus);
  }

  private Sheet joined(Sheet other, BinaryOperator<Pair> how) {
    return new Sheet(
        epoch, joined(classes, other.classes, how), joined(latencies, other.latencies, how));
  }

  private static <K> SortedMap<K, Pair> joined(
      SortedMap<K, Pair> a, SortedMap<K, Pair> b, BinaryOperator<Pair> how) {
    TreeMap<K, Pair> all = new TreeMap<>(a);
    b.forEach((key, pair) -> all.merge(key, pair, how));
    return all;
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
