package dev.serin.plug.telemetry;

import dev.serin.base.ModelName;
import dev.serin.meter.Meter;
import dev.serin.meter.evalue.Band;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Latency;
import dev.serin.meter.trial.Recorder;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Findings;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.control.Live;
import dev.serin.rollout.control.Rollout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * The series of one model's newest roll-out. Levels that only a running one has are not a number
 * otherwise. One thread shows, any number read.
 */
final class ModelSeries {
  private static final double MILLIS = 1000;
  private static final double NANOS = 1e9;
  private static final double ALPHA = 0.05;
  private static final int MOST_REPLICAS = 50;
  private static final double[] QUANTILES = {0.5, 0.95, 0.99};
  private static final List<String> STATES =
      Arrays.stream(RolloutState.class.getPermittedSubclasses()).map(ModelSeries::word).toList();

  private final Meter meter;
  private final String model;
  private final Map<String, Long> sums = new HashMap<>();
  private final Set<String> classes = new HashSet<>();
  private final Set<String> replicas = new HashSet<>();
  private volatile Optional<Shown> shown = Optional.empty();

  private record Shown(Rollout rollout, Optional<Live> live) {}

  ModelSeries(Meter meter, ModelName model, LongSupplier calls) {
    this.meter = meter;
    this.model = model.text();
    STATES.forEach(this::state);
    level("canary_elapsed_seconds", live -> live.evalMillis() / MILLIS);
    level("canary_remaining_seconds", live -> live.millisToDecision() / MILLIS);
    level("canary_psi", live -> live.findings().effects().psi());
    level("canary_js_divergence", live -> live.findings().effects().jensenShannon());
    level("canary_stale_replicas", live -> live.stale().size());
    level("canary_gate_calls", live -> live.findings().gate().needed(), "kind", "needed");
    level("canary_gate_calls", live -> live.findings().gate().have(), "kind", "have");
    for (Arm arm : Arm.values()) {
      ofArm(arm);
      boolean canary = arm == Arm.CANARY;
      meter.gauge(
          "serving_inflight",
          Map.of("model", this.model, "arm", arm.word()),
          () -> canary ? onTrial() : Math.max(0, calls.getAsLong() - onTrial()));
    }
    for (Findings.Test test : Findings.Test.values()) {
      String name = test.name();
      level("canary_log_evalue", live -> finding(live, test).logE(), "test", name);
      level("canary_log_evalue_threshold", live -> finding(live, test).threshold(), "test", name);
    }
  }

  /** Calls of the canary in flight, as its replicas told. */
  private long onTrial() {
    return shown
        .flatMap(Shown::live)
        .map(live -> live.replicas().values().stream().mapToLong(Standing::inFlight).sum())
        .orElse(0L);
  }

  private static String word(Class<?> state) {
    return state.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  private void state(String word) {
    Map<String, String> labels = Map.of("model", model, "state", word);
    meter.gauge(
        "canary_state",
        labels,
        () -> shown.filter(it -> it.rollout().state().word().equals(word)).isPresent() ? 1 : 0);
  }

  private void ofArm(Arm arm) {
    String word = arm.word();
    level("canary_weight", live -> weight(live, arm), "arm", word);
    level("canary_observed_share", live -> share(live, arm), "arm", word);
    level("canary_error_ratio", live -> ratio(live.tally(), arm), "arm", word);
    level("canary_error_ratio_lower", live -> band(live.tally(), arm).lower(), "arm", word);
    level("canary_error_ratio_upper", live -> band(live.tally(), arm).upper(), "arm", word);
    for (double part : QUANTILES) {
      level(
          "canary_latency_seconds",
          live -> quantile(live.tally(), arm, part),
          "arm",
          word,
          "quantile",
          String.valueOf(part));
    }
  }

  private void level(String name, ToDoubleFunction<Live> value, String... labels) {
    Map<String, String> all = new TreeMap<>(Map.of("model", model));
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    meter.gauge(
        name, all, () -> shown.flatMap(Shown::live).map(value::applyAsDouble).orElse(Double.NaN));
  }

  /** Whether this is shown already. */
  boolean shows(Rollout rollout) {
    return shown.filter(it -> it.rollout().equals(rollout)).isPresent();
  }

  /** Shows a roll-out; {@code live} while it runs. */
  void show(Rollout rollout, Optional<Live> live, Tally tally) {
    sum(rollout, tally);
    live.ifPresent(this::more);
    shown = Optional.of(new Shown(rollout, live));
  }

  private void sum(Rollout rollout, Tally tally) {
    grow(rollout, "canary_failover_total", Map.of(), tally.count(Count.FAILOVERS, Arm.CANARY));
    for (Arm arm : Arm.values()) {
      long failed = tally.count(Count.PROBE_FAILURES, arm);
      long fine = tally.count(Count.PROBED, arm) - failed;
      String name = "canary_probes_total";
      grow(rollout, name, Map.of("arm", arm.word(), "outcome", "ok"), fine);
      grow(rollout, name, Map.of("arm", arm.word(), "outcome", "failure"), failed);
    }
  }

  /** Adds what a sum of a roll-out grew by since it was seen last. */
  private void grow(Rollout rollout, String name, Map<String, String> labels, long now) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put("model", model);
    String key = rollout.id() + name + all;
    sums.keySet().removeIf(other -> !other.startsWith(rollout.id()));
    long before = Optional.ofNullable(sums.put(key, now)).orElse(0L);
    meter.counter(name, all).add(Math.max(0, now - before));
  }

  /** Series that are known only when something was counted. */
  private void more(Live live) {
    for (Sheet sheet : live.tally().sheets()) {
      for (String name : sheet.classes().keySet()) {
        if (classes.size() <= Recorder.MOST_CLASSES && classes.add(name)) {
          ofClass(name);
        }
      }
    }
    for (String replica : live.replicas().keySet()) {
      if (replicas.size() < MOST_REPLICAS && replicas.add(replica)) {
        level("canary_route_epoch", now -> standing(now, replica).epoch(), "replica", replica);
      }
    }
  }

  private void ofClass(String name) {
    for (Arm arm : Arm.values()) {
      level(
          "canary_prediction_share",
          live -> predicted(live.tally(), arm, name),
          "arm",
          arm.word(),
          "class",
          name);
    }
  }

  private static Standing standing(Live live, String replica) {
    return live.replicas().getOrDefault(replica, Standing.NONE);
  }

  private static Findings.Finding finding(Live live, Findings.Test test) {
    return live.findings()
        .tests()
        .getOrDefault(test, new Findings.Finding(Double.NaN, Double.NaN, false));
  }

  private static double weight(Live live, Arm arm) {
    double canary = live.rollout().epoch().weight();
    return arm == Arm.CANARY ? canary : 1 - canary;
  }

  private static double share(Live live, Arm arm) {
    double own = live.tally().count(Count.ASSIGNED, arm);
    return own / (own + live.tally().count(Count.ASSIGNED, arm.other())); // 0/0: not a number
  }

  private static double ratio(Tally tally, Arm arm) {
    return (double) tally.count(Count.FAILURES, arm) / tally.count(Count.CALLS, arm);
  }

  private static Band band(Tally tally, Arm arm) {
    return Band.of(tally.count(Count.FAILURES, arm), tally.count(Count.CALLS, arm), ALPHA);
  }

  private static double quantile(Tally tally, Arm arm, double part) {
    SortedMap<Integer, Long> buckets = new TreeMap<>();
    for (Sheet sheet : tally.sheets()) {
      sheet.latencies().forEach((bucket, pair) -> buckets.merge(bucket, pair.of(arm), Long::sum));
    }
    long wanted =
        (long) Math.ceil(part * buckets.values().stream().mapToLong(Long::longValue).sum());
    long seen = 0;
    for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
      seen += bucket.getValue();
      if (wanted > 0 && seen >= wanted) {
        return Latency.nanos(bucket.getKey()) / NANOS;
      }
    }
    return Double.NaN;
  }

  private static double predicted(Tally tally, Arm arm, String name) {
    long own = 0;
    long all = 0;
    for (Sheet sheet : tally.sheets()) {
      for (Map.Entry<String, Sheet.Pair> each : sheet.classes().entrySet()) {
        long count = each.getValue().of(arm);
        all += count;
        own += each.getKey().equals(name) ? count : 0;
      }
    }
    return (double) own / all;
  }
}
