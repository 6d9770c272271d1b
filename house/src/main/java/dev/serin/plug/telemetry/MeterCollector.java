package dev.serin.plug.telemetry;

import dev.serin.meter.Histogram;
import dev.serin.meter.Meter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The series of the meter as Prometheus takes them. Durations fall into fixed buckets; the meter's
 * own are finer, and one that straddles a bound counts above it.
 */
final class MeterCollector implements MultiCollector {
  private static final double NANOS = 1e9;
  private static final String TOTAL = "_total";
  private static final double[] BOUNDS = {
    50e-6,
    100e-6,
    250e-6,
    500e-6,
    1e-3,
    2.5e-3,
    5e-3,
    10e-3,
    25e-3,
    50e-3,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    Double.POSITIVE_INFINITY
  };

  private final Meter meter;

  MeterCollector(Meter meter) {
    this.meter = meter;
  }

  @Override
  public MetricSnapshots collect() {
    Map<String, List<Meter.Sample>> families = new LinkedHashMap<>();
    for (Meter.Sample sample : meter.snapshot()) {
      families.computeIfAbsent(sample.name(), _ -> new ArrayList<>()).add(sample);
    }
    List<MetricSnapshot> snapshots =
        families.entrySet().stream()
            .map(family -> family(family.getKey(), family.getValue()))
            .toList();
    return new MetricSnapshots(snapshots);
  }

  private static MetricSnapshot family(String name, List<Meter.Sample> samples) {
    List<CounterDataPointSnapshot> counts = new ArrayList<>();
    List<GaugeDataPointSnapshot> levels = new ArrayList<>();
    List<HistogramDataPointSnapshot> durations = new ArrayList<>();
    for (Meter.Sample sample : samples) {
      switch (sample) {
        case Meter.Sample.Count(_, SortedMap<String, String> labels, long value) ->
            counts.add(
                CounterDataPointSnapshot.builder().labels(labels(labels)).value(value).build());
        case Meter.Sample.Level(_, SortedMap<String, String> labels, double value) ->
            levels.add(
                GaugeDataPointSnapshot.builder().labels(labels(labels)).value(value).build());
        case Meter.Sample.Durations(_, SortedMap<String, String> labels, var value) ->
            durations.add(durations(labels(labels), value));
      }
    }
    if (!counts.isEmpty()) {
      String plain =
          name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
      return new CounterSnapshot(new MetricMetadata(plain), counts);
    }
    return levels.isEmpty()
        ? new HistogramSnapshot(new MetricMetadata(name), durations)
        : new GaugeSnapshot(new MetricMetadata(name), levels);
  }

  private static Labels labels(SortedMap<String, String> labels) {
    return Labels.of(List.copyOf(labels.keySet()), List.copyOf(labels.values()));
  }

  private static HistogramDataPointSnapshot durations(Labels labels, Histogram.Snapshot snapshot) {
    Number[] counts = new Number[BOUNDS.length];
    long[] sums = new long[BOUNDS.length];
    for (Histogram.Bucket bucket : snapshot.buckets()) {
      sums[place(bucket.upper() / NANOS)] += bucket.count();
    }
    for (int i = 0; i < BOUNDS.length; i++) {
      counts[i] = sums[i];
    }
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, counts))
        .sum(snapshot.sum() / NANOS)
        .build();
  }

  private static int place(double seconds) {
    int place = 0;
    while (seconds > BOUNDS[place]) {
      place++;
    }
    return place;
  }
}
