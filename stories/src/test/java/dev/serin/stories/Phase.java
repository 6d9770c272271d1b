package dev.serin.stories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Roll-outs as the server tells them, one of each phase, with the facts that led there. */
enum Phase {
  LOADING(0, 0, 0, List.of("CREATED")),
  CANARY(90, 90, 1074, List.of("CREATED", "LOADED", "WARMED", "CANARY_STARTED")),
  HELD(60, 120, 700, List.of("CREATED", "LOADED", "WARMED", "CANARY_STARTED", "HELD")),
  PAUSED(60, 119.5, 700, List.of("CREATED", "LOADED", "WARMED", "CANARY_STARTED", "PAUSED")),
  BAKING(40, 560, 1900, List.of("CREATED", "LOADED", "WARMED", "CANARY_STARTED", "PROMOTED")),
  COMPLETED(
      600, 0, 1900, List.of("CREATED", "LOADED", "CANARY_STARTED", "PROMOTED", "BAKE_PASSED")),
  ROLLED_BACK(43, 0, 1074, List.of("CREATED", "LOADED", "WARMED", "CANARY_STARTED", "ROLLED_BACK"));

  private static final int LAST_BUCKET = 700;
  private final Instant began = Instant.now().minusSeconds(100);
  private final double evaluated;
  private final double left;
  private final int calls;
  private final List<String> facts;

  Phase(double evaluated, double left, int calls, List<String> facts) {
    this.evaluated = evaluated;
    this.left = left;
    this.calls = calls;
    this.facts = facts;
  }

  /** Its roll-out of that model, so many ticks later than when it was first asked for. */
  ObjectNode rollout(String model, int ticks) {
    boolean runs = this == CANARY || this == BAKING;
    ObjectNode all = brief(model);
    all.put("weight", this == LOADING ? 0 : 0.5);
    all.put("evalSeconds", evaluated + (runs ? ticks : 0));
    all.put("secondsToDecision", Math.max(0, left - (runs ? ticks : 0)));
    all.put("evidence", "live");
    all.putObject("gate").put("needed", 73).put("have", Math.min(61, calls));
    all.set("arms", arms());
    all.set("tests", tests());
    all.putObject("effects")
        .put("psi", 0.0312)
        .put("jensenShannon", 0.0057)
        .put("latencyRatio", 1.31)
        .put("excess", 0.004);
    all.set("classes", classes());
    all.putObject("latency").set("buckets", buckets());
    all.putObject("split").put("wanted", 0.5).put("observed", 0.498).put("calls", 2 * calls);
    all.set("replicas", replicas());
    all.set("epochs", epochs());
    all.putObject("policy").put("split", 0.5).put("window", "180s");
    return all.put("revision", 40 + ordinal());
  }

  /** The same as a list of roll-outs has it. */
  ObjectNode brief(String model) {
    ObjectNode all = Jsons.object().put("id", id()).put("model", model).put("state", name());
    all.put("fromVersion", "7").put("toVersion", "8").put("began", began.toString());
    all.put("evalSeconds", evaluated);
    if (this == HELD) {
      all.putObject("reason")
          .put("code", "SHARED_FAULT")
          .put("text", "current failed 30 of 100 calls as well");
    }
    if (this == ROLLED_BACK) {
      all.putObject("reason")
          .put("code", "ERROR_RELATIVE")
          .put("text", "canary failed 31 of 1074 calls (2.9 %), current 10 of 1081 (0.9 %)");
    }
    return all;
  }

  String id() {
    return "r-" + name().toLowerCase(java.util.Locale.ROOT);
  }

  private ObjectNode arms() {
    ObjectNode arms = Jsons.object();
    List.of("current", "canary")
        .forEach(
            name -> {
              boolean canary = name.equals("canary");
              arms.putObject(name)
                  .put("version", canary ? "8" : "7")
                  .put("calls", calls)
                  .put("failures", calls * (canary ? 29 : 9) / 1000)
                  .put("failovers", canary ? calls * 29 / 1000 : 0);
            });
    return arms;
  }

  private ObjectNode tests() {
    ObjectNode tests = Jsons.object();
    if (this == LOADING) {
      return tests;
    }
    double[] values = {-1.2, 3.1, -0.4, 0.8, 0, 1.9, -1.9, -2.2, 2.1};
    double[] lines = {4.605, 4.605, 4.605, 4.605, 4.605, 4.605, 6.908, 2.996, 2.996};
    List<String> names = List.of("E1", "E2", "L", "P", "Q", "D", "S", "F", "G");
    for (int i = 0; i < names.size(); i++) {
      double value = this == ROLLED_BACK && i == 1 ? 4.71 : values[i];
      ObjectNode test = tests.putObject(names.get(i)).put("threshold", lines[i]);
      test.put("logE", value).put("fires", value >= lines[i]);
    }
    return tests.set("Q", Jsons.object().putNull("logE").put("threshold", 4.605));
  }

  private ArrayNode classes() {
    ArrayNode classes = Jsons.list();
    if (calls == 0) {
      return classes;
    }
    List<String> names = List.of("setosa", "versicolor", "<b>virginica</b>");
    int[] parts = {50, 30, 20};
    IntStream.range(0, 3)
        .forEach(
            i ->
                classes
                    .addObject()
                    .put("name", names.get(i))
                    .put("current", calls * parts[i] / 100)
                    .put("canary", calls * (parts[i] + (i == 0 ? -4 : 2)) / 100));
    return classes;
  }

  /** Log-normal latencies around 1 and 1.2 milliseconds in buckets 2 % wide. */
  private ArrayNode buckets() {
    ArrayNode buckets = Jsons.list();
    for (int i = 200; i < LAST_BUCKET && calls > 0; i++) {
      double nanos = 1_000 * Math.pow(1.02, i);
      long current = share(nanos, 1.0e6);
      long canary = share(nanos, 1.2e6);
      if (current + canary > 0) {
        buckets.addArray().add(nanos).add(current).add(canary);
      }
    }
    return buckets;
  }

  private long share(double nanos, double middle) {
    double away = Math.log(nanos / middle) / 0.4;
    return Math.round(
        calls * Math.log(1.02) / 0.4 / Math.sqrt(2 * Math.PI) * Math.exp(-away * away / 2));
  }

  private JsonNode replicas() {
    ArrayNode replicas = Jsons.list();
    replicas
        .addObject()
        .put("name", "serin-0")
        .put("arrival", "WARM")
        .put("epoch", epochs().size());
    replicas
        .addObject()
        .put("name", "serin-1")
        .put("arrival", "WARM")
        .put("epoch", 1)
        .put("inFlight", 1)
        .put("stale", this == CANARY);
    return replicas;
  }

  private ArrayNode epochs() {
    ArrayNode epochs = Jsons.list();
    epochs.addObject().put("number", 1).put("kind", "BEFORE").put("weight", 0).put("from", 0);
    if (this != LOADING) {
      epochs
          .addObject()
          .put("number", 2)
          .put("kind", "EVALUATING")
          .put("weight", 0.5)
          .put("from", 8);
    }
    if (this == HELD || this == PAUSED) {
      epochs
          .addObject()
          .put("number", 3)
          .put("kind", "STANDING")
          .put("weight", 0.5)
          .put("from", 68);
    }
    if (this == BAKING || this == COMPLETED) {
      epochs.addObject().put("number", 3).put("kind", "BAKING").put("weight", 1).put("from", 190);
    }
    return epochs;
  }

  /** The facts in order; the position of the first one is 1. */
  List<ObjectNode> facts(String model) {
    return IntStream.range(0, facts.size()).mapToObj(i -> fact(model, i)).toList();
  }

  private ObjectNode fact(String model, int at) {
    int[] seconds = {0, 3, 8, 9, 68};
    String type = facts.get(at);
    ObjectNode fact = Jsons.object().put("position", at + 1).put("stream", "rollout");
    fact.put("at", began.plusSeconds(type.startsWith("PROMOTED") ? 190 : seconds[at]).toString());
    fact.put("actor", at == 0 ? "anonymous" : "system:judge").put("type", type);
    ObjectNode body = fact.putObject("body").put("model", model).put("rollout", id());
    body.put("weight", 0.5);
    if (at == facts.size() - 1 && brief(model).has("reason")) {
      body.set("reason", brief(model).path("reason"));
    }
    return fact;
  }
}
