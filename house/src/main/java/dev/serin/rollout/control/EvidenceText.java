package dev.serin.rollout.control;

import dev.serin.base.Json;
import dev.serin.ledger.Body;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.Findings;
import dev.serin.rollout.Findings.Effects;
import dev.serin.rollout.Findings.Finding;
import dev.serin.rollout.Findings.Gate;
import dev.serin.rollout.Findings.Test;
import dev.serin.rollout.Policy;
import dev.serin.rollout.PolicyText;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Timeline;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The form of evidence in a fact: all that a decision followed from, so that it can be taken again
 * from the fact alone, and what it came to.
 */
final class EvidenceText {
  private EvidenceText() {}

  /** What a decision followed from and came to. */
  record Evidence(
      Policy policy, RolloutState state, Timeline timeline, Tally tally, Findings findings) {}

  static Json.Obj json(Evidence evidence) {
    return Json.Obj.of(
        "policy", PolicyText.json(evidence.policy()),
        "state", json(evidence.state()),
        "timeline", json(evidence.timeline()),
        "findings", json(evidence.findings()),
        "tally", json(evidence.tally()));
  }

  /** The evidence in a fact, empty when it has none. */
  static Optional<Evidence> of(Body fact, Json.Obj raw) {
    if (!fact.has("evidence")) {
      return Optional.empty();
    }
    Body body = fact.object("evidence");
    Json.Obj policy =
        raw.object("evidence").flatMap(it -> it.object("policy")).orElseThrow(body::unknownType);
    return Optional.of(
        new Evidence(
            PolicyText.policy(policy),
            FactText.state(body.object("state")),
            timeline(body.object("timeline")),
            tally(body.object("tally")),
            findings(body.object("findings"))));
  }

  private static Json.Obj json(RolloutState state) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("to", state.word());
    if (state instanceof RolloutState.Paused(boolean drained)) {
      members.put("drained", drained);
    }
    state
        .why()
        .ifPresent(it -> members.put("reason", Json.Obj.of("code", it.code(), "text", it.text())));
    return (Json.Obj) Json.of(members);
  }

  private static Json.Obj json(Timeline timeline) {
    return Json.Obj.of(
        "epochs",
        timeline.epochs().stream()
            .map(
                it ->
                    Json.Obj.of(
                        "number", it.number(),
                        "kind", it.kind().name(),
                        "weight", it.weight(),
                        "from", it.from()))
            .toList(),
        "gateFrom",
        timeline.gateFrom(),
        "holds",
        timeline.holds(),
        "evalMillis",
        timeline.evalMillis());
  }

  private static Timeline timeline(Body body) {
    List<Epoch> epochs =
        body.objects("epochs").stream()
            .map(
                it ->
                    new Epoch(
                        it.whole("number"),
                        it.choice("kind", Epoch.Kind.class),
                        it.real("weight"),
                        it.whole("from")))
            .toList();
    return new Timeline(
        epochs, body.whole("gateFrom"), body.whole("holds"), body.whole("evalMillis"));
  }

  /** Blocks as [epoch, number, counts…]; sheets with [current, canary] by class and bucket. */
  static Json.Obj json(Tally tally) {
    return Json.Obj.of(
        "blocks",
        tally.blocks().stream()
            .map(it -> Json.Obj.of("epoch", it.epoch(), "number", it.number(), "c", it.counts()))
            .toList(),
        "sheets",
        tally.sheets().stream().map(EvidenceText::json).toList());
  }

  static Json.Obj json(Sheet sheet) {
    return Json.Obj.of(
        "epoch", sheet.epoch(), "classes", pairs(sheet.classes()), "ms", pairs(sheet.latencies()));
  }

  private static Json pairs(SortedMap<?, Sheet.Pair> pairs) {
    return Json.of(
        pairs.entrySet().stream()
            .map(
                it ->
                    Json.Obj.of(
                        "k", it.getKey().toString(),
                        "n", List.of(it.getValue().current(), it.getValue().canary())))
            .toList());
  }

  private static Tally tally(Body body) {
    List<Block> blocks =
        body.objects("blocks").stream()
            .map(it -> new Block(it.whole("epoch"), it.whole("number"), it.wholes("c")))
            .toList();
    return new Tally(blocks, body.objects("sheets").stream().map(EvidenceText::sheet).toList());
  }

  private static Sheet sheet(Body body) {
    return new Sheet(
        body.whole("epoch"),
        pairs(body.objects("classes"), Function.identity()),
        pairs(body.objects("ms"), Integer::valueOf));
  }

  private static <K extends Comparable<K>> SortedMap<K, Sheet.Pair> pairs(
      List<Body> items, Function<String, K> key) {
    return items.stream()
        .collect(
            Collectors.toMap(
                it -> key.apply(it.text("k")),
                it -> new Sheet.Pair(it.wholes("n").getFirst(), it.wholes("n").getLast()),
                (a, _) -> a,
                TreeMap::new));
  }

  static Json.Obj json(Findings findings) {
    SequencedMap<String, Object> tests = new LinkedHashMap<>();
    findings
        .tests()
        .forEach(
            (test, it) ->
                tests.put(
                    test.name(),
                    Json.Obj.of(
                        "logE", it.logE(), "threshold", it.threshold(), "fires", it.fires())));
    Gate gate = findings.gate();
    Effects effects = findings.effects();
    return Json.Obj.of(
        "tests",
        tests,
        "gate",
        Json.Obj.of("open", gate.open(), "needed", gate.needed(), "have", gate.have()),
        "effects",
        Json.Obj.of(
            "psi", effects.psi(),
            "jensenShannon", effects.jensenShannon(),
            "latencyRatio", effects.latencyRatio(),
            "excess", effects.excess()));
  }

  private static Findings findings(Body body) {
    Map<Test, Finding> tests = new EnumMap<>(Test.class);
    Body told = body.object("tests");
    for (Test test : Test.values()) {
      if (told.has(test.name())) {
        Body it = told.object(test.name());
        tests.put(test, new Finding(it.real("logE"), it.real("threshold"), it.truth("fires")));
      }
    }
    Body gate = body.object("gate");
    Body effects = body.object("effects");
    return new Findings(
        tests,
        new Gate(gate.truth("open"), gate.whole("needed"), gate.whole("have")),
        new Effects(
            effects.real("psi"),
            effects.real("jensenShannon"),
            effects.real("latencyRatio"),
            effects.real("excess")));
  }

  /** Which tests a decision looked at, in words. */
  static String words(Findings findings) {
    return findings.tests().entrySet().stream()
        .map(it -> String.format(Locale.ROOT, "%s %s", it.getKey(), it.getValue().logE()))
        .collect(Collectors.joining(", "));
  }
}
