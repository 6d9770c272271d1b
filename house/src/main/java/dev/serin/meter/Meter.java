package dev.serin.meter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * All series of the process. A name with labels is one series; beyond the bound of label sets for a
 * name, whatever is new is counted together under the label {@code overflow}.
 */
public final class Meter {
  private static final SortedMap<String, String> OVERFLOW =
      new TreeMap<>(Map.of("overflow", "true"));

  private final int labelSets;
  private final Map<String, Map<SortedMap<String, String>, Counter>> counters =
      new ConcurrentHashMap<>();
  private final Map<String, Map<SortedMap<String, String>, Histogram>> histograms =
      new ConcurrentHashMap<>();
  private final Map<String, Map<SortedMap<String, String>, DoubleSupplier>> gauges =
      new ConcurrentHashMap<>();

  /** Keeps at most so many label sets for each name. */
  public Meter(int labelSets) {
    this.labelSets = labelSets;
  }

  /** The counter of this name and these labels. */
  public Counter counter(String name, Map<String, String> labels) {
    return series(counters, name, labels, Counter::new);
  }

  /** The histogram of this name and these labels; by convention the name ends in seconds. */
  public Histogram histogram(String name, Map<String, String> labels) {
    return series(histograms, name, labels, Histogram::new);
  }

  /** Asks {@code value} for the gauge of this name and these labels at each snapshot. */
  public void gauge(String name, Map<String, String> labels, DoubleSupplier value) {
    series(gauges, name, labels, () -> value);
  }

  private <T> T series(
      Map<String, Map<SortedMap<String, String>, T>> family,
      String name,
      Map<String, String> labels,
      Supplier<T> fresh) {
    var sets = family.computeIfAbsent(name, _ -> new ConcurrentHashMap<>());
    SortedMap<String, String> key = new TreeMap<>(labels);
    boolean room = sets.containsKey(key) || sets.size() < labelSets;
    return sets.computeIfAbsent(room ? key : OVERFLOW, _ -> fresh.get());
  }

  /** All series now, by name and labels. */
  public List<Sample> snapshot() {
    List<Sample> samples = new ArrayList<>();
    each(counters, (name, labels, it) -> samples.add(new Sample.Count(name, labels, it.sum())));
    each(
        histograms,
        (name, labels, it) -> samples.add(new Sample.Durations(name, labels, it.snapshot())));
    each(
        gauges,
        (name, labels, it) -> samples.add(new Sample.Level(name, labels, it.getAsDouble())));
    samples.sort(
        Comparator.comparing(Sample::name).thenComparing(sample -> sample.labels().toString()));
    return List.copyOf(samples);
  }

  private static <T> void each(
      Map<String, Map<SortedMap<String, String>, T>> family, Taker<T> taker) {
    family.forEach((name, sets) -> sets.forEach((labels, it) -> taker.take(name, labels, it)));
  }

  private interface Taker<T> {
    void take(String name, SortedMap<String, String> labels, T series);
  }

  /** One series at one moment. */
  public sealed interface Sample {
    /** Its name. */
    String name();

    /** Its labels. */
    SortedMap<String, String> labels();

    /** A counter. */
    record Count(String name, SortedMap<String, String> labels, long value) implements Sample {}

    /** A gauge. */
    record Level(String name, SortedMap<String, String> labels, double value) implements Sample {}

    /** A histogram. */
    record Durations(String name, SortedMap<String, String> labels, Histogram.Snapshot value)
        implements Sample {}
  }
}
