package dev.serin.web.rollout;

import dev.serin.base.Json;
import dev.serin.ledger.Recorded;
import dev.serin.meter.evalue.Band;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Latency;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.Findings;
import dev.serin.rollout.PolicyText;
import dev.serin.rollout.Reason;
import dev.serin.rollout.control.Live;
import dev.serin.rollout.control.Rollout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** What roll-outs look like in JSON. Times are seconds, durations of calls nanoseconds. */
final class Description {
  private static final double MILLIS = 1000;
  private static final double ALPHA = 0.05; // bands hold at every look with 95 %

  private Description() {}

  /** What is known of a roll-out without its counts. */
  static SequencedMap<String, Object> brief(Rollout rollout) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("id", rollout.id());
    members.put("model", rollout.model().text());
    members.put("state", rollout.state().word());
    members.put("fromVersion", version(rollout.from()));
    members.put("toVersion", String.valueOf(rollout.to()));
    members.put("weight", rollout.weight());
    members.put("evalSeconds", rollout.evalMillis() / MILLIS);
    members.put("reason", rollout.state().why().map(Description::reason).orElse(Json.Null.NULL));
    members.put("began", rollout.began().toString());
    members.put("changed", rollout.changed().toString());
    members.put("by", rollout.by().name());
    members.put("holds", rollout.holds());
    members.put("uncleanRestarts", rollout.uncleanRestarts());
    members.put("revision", rollout.revision());
    return members;
  }

  /** All that is known of a roll-out now. */
  static Json.Obj whole(Live live) {
    Rollout rollout = live.rollout();
    SequencedMap<String, Object> members = brief(rollout);
    members.put("evalSeconds", live.evalMillis() / MILLIS);
    members.put("secondsToDecision", live.millisToDecision() / MILLIS);
    members.put("evidence", live.evidence());
    Findings.Gate gate = live.findings().gate();
    members.put(
        "gate", Json.Obj.of("open", gate.open(), "needed", gate.needed(), "have", gate.have()));
    members.put("arms", arms(rollout, live.tally()));
    members.put("tests", tests(live.findings()));
    members.put("effects", effects(live.findings().effects()));
    members.put("classes", classes(live.tally()));
    members.put("latency", Json.Obj.of("buckets", buckets(latencies(live.tally()))));
    members.put("split", split(rollout, live.tally()));
    members.put("replicas", replicas(live));
    members.put("epochs", rollout.epochs().stream().map(Description::epoch).toList());
    members.put("policy", PolicyText.json(rollout.policy()));
    return (Json.Obj) Json.of(members);
  }

  /** A code and its text. */
  static Json reason(Reason reason) {
    return Json.Obj.of("code", reason.code(), "text", reason.text());
  }

  /** A fact of the ledger. */
  static Json.Obj event(Recorded fact) {
    return Json.Obj.of(
        "position", fact.position(),
        "stream", fact.stream(),
        "at", fact.at().toString(),
        "actor", fact.actor().name(),
        "type", fact.type(),
        "body", fact.body(),
        "hash", fact.hash().hex());
  }

  /** A number, or null where JSON has none. */
  static Json number(double value) {
    return Double.isFinite(value) ? Json.of(value) : Json.Null.NULL;
  }

  private static Json version(Optional<Integer> version) {
    return version.<Json>map(it -> new Json.Str(String.valueOf(it))).orElse(Json.Null.NULL);
  }

  private static Json.Obj arms(Rollout rollout, Tally tally) {
    return Json.Obj.of(
        Arm.CURRENT.word(),
        arm(version(rollout.from()), Arm.CURRENT, tally),
        Arm.CANARY.word(),
        arm(new Json.Str(String.valueOf(rollout.to())), Arm.CANARY, tally));
  }

  private static Json.Obj arm(Json version, Arm arm, Tally tally) {
    long calls = tally.count(Count.CALLS, arm);
    long failures = tally.count(Count.FAILURES, arm);
    Band band = Band.of(failures, calls, ALPHA);
    SortedMap<Integer, Sheet.Pair> latencies = latencies(tally);
    return Json.Obj.of(
        "version", version,
        "assigned", tally.count(Count.ASSIGNED, arm),
        "calls", calls,
        "failures", failures,
        "timeouts", tally.count(Count.TIMEOUTS, arm),
        "failovers", tally.count(Count.FAILOVERS, arm),
        "inputFaults", tally.count(Count.INPUT_FAULTS, arm),
        "probes", tally.count(Count.PROBED, arm),
        "probeFailures", tally.count(Count.PROBE_FAILURES, arm),
        "errorRatio", calls > 0 ? Json.of((double) failures / calls) : Json.Null.NULL,
        "band", List.of(number(band.lower()), number(band.upper())),
        "p50", quantile(latencies, arm, 0.50),
        "p95", quantile(latencies, arm, 0.95),
        "p99", quantile(latencies, arm, 0.99));
  }

  /** The lower end of the bucket that holds this part of the calls, in nanoseconds. */
  static Json quantile(SortedMap<Integer, Sheet.Pair> latencies, Arm arm, double part) {
    long all = latencies.values().stream().mapToLong(pair -> pair.of(arm)).sum();
    long wanted = Math.max(1, (long) Math.ceil(part * all));
    long seen = 0;
    for (Map.Entry<Integer, Sheet.Pair> bucket : latencies.entrySet()) {
      seen += bucket.getValue().of(arm);
      if (seen >= wanted) {
        return Json.of(Latency.nanos(bucket.getKey()));
      }
    }
    return Json.Null.NULL;
  }

  private static Json.Obj tests(Findings findings) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    findings
        .tests()
        .forEach(
            (test, finding) ->
                members.put(
                    test.name(),
                    Json.Obj.of(
                        "logE", number(finding.logE()),
                        "threshold", number(finding.threshold()),
                        "fires", finding.fires())));
    return (Json.Obj) Json.of(members);
  }

  private static Json.Obj effects(Findings.Effects effects) {
    return Json.Obj.of(
        "psi", number(effects.psi()),
        "jensenShannon", number(effects.jensenShannon()),
        "latencyRatio", number(effects.latencyRatio()),
        "excess", number(effects.excess()));
  }

  private static List<Json.Obj> classes(Tally tally) {
    List<Json.Obj> classes = new ArrayList<>();
    sums(tally, Sheet::classes)
        .forEach(
            (name, pair) ->
                classes.add(
                    Json.Obj.of("name", name, "current", pair.current(), "canary", pair.canary())));
    return classes;
  }

  /** All latencies by bucket, of all epochs. */
  static SortedMap<Integer, Sheet.Pair> latencies(Tally tally) {
    return sums(tally, Sheet::latencies);
  }

  private static <K> SortedMap<K, Sheet.Pair> sums(
      Tally tally, Function<Sheet, SortedMap<K, Sheet.Pair>> part) {
    SortedMap<K, Sheet.Pair> all = new TreeMap<>();
    for (Sheet sheet : tally.sheets()) {
      part.apply(sheet)
          .forEach(
              (key, pair) ->
                  all.merge(
                      key,
                      pair,
                      (a, b) ->
                          new Sheet.Pair(a.current() + b.current(), a.canary() + b.canary())));
    }
    return all;
  }

  private static List<List<Object>> buckets(SortedMap<Integer, Sheet.Pair> latencies) {
    List<List<Object>> buckets = new ArrayList<>();
    latencies.forEach(
        (bucket, pair) ->
            buckets.add(List.of(Latency.nanos(bucket), pair.current(), pair.canary())));
    return buckets;
  }

  /** What is wanted of the requests and what was seen, in the newest epoch that has any. */
  private static Json.Obj split(Rollout rollout, Tally tally) {
    int newest =
        tally.blocks().stream()
            .filter(block -> assigned(block) > 0)
            .mapToInt(Block::epoch)
            .max()
            .orElse(0);
    Predicate<Block> shown = block -> block.epoch() == newest;
    long calls = tally.blocks().stream().filter(shown).mapToLong(Description::assigned).sum();
    long canary =
        tally.blocks().stream()
            .filter(shown)
            .mapToLong(block -> block.count(Count.ASSIGNED, Arm.CANARY))
            .sum();
    return Json.Obj.of(
        "wanted",
        rollout.epoch().weight(),
        "observed",
        calls > 0 ? Json.of((double) canary / calls) : Json.Null.NULL,
        "calls",
        calls);
  }

  private static long assigned(Block block) {
    return block.count(Count.ASSIGNED, Arm.CURRENT) + block.count(Count.ASSIGNED, Arm.CANARY);
  }

  private static List<Json.Obj> replicas(Live live) {
    return live.replicas().entrySet().stream()
        .map(each -> replica(each.getKey(), each.getValue(), live.stale().contains(each.getKey())))
        .toList();
  }

  private static Json.Obj replica(String name, Standing standing, boolean stale) {
    return Json.Obj.of(
        "name", name,
        "arrival", standing.arrival().name(),
        "code", standing.code(),
        "text", standing.text(),
        "warmCalls", standing.warmCalls(),
        "epoch", standing.epoch(),
        "inFlight", standing.inFlight(),
        "braked", standing.braked(),
        "stale", stale);
  }

  private static Json.Obj epoch(Epoch epoch) {
    return Json.Obj.of(
        "number", epoch.number(),
        "kind", epoch.kind().name(),
        "weight", epoch.weight(),
        "from", epoch.from());
  }
}
