package dev.serin.plug.telemetry;

import dev.serin.base.Json;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.meter.Meter;
import dev.serin.rollout.control.Rollouts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What facts say in sums: decisions, holds, how long states and roll-backs took. */
final class FactSeries implements Ledger.Follower {
  private static final String BRAKES = "canary_local_brakes_total";
  private static final String JUMPS = "canary_clock_jumps_total";
  private static final String PROPAGATION = "canary_rollback_propagation_seconds";

  private final Meter meter;
  private final String replica;
  private final Map<String, Seen> seen = new HashMap<>(); // of roll-outs that have not ended
  private volatile boolean leads;

  /** When a roll-out last changed its state, and when its roll-back was decided. */
  private record Seen(Instant since, Optional<Instant> decided) {}

  FactSeries(Meter meter, String replica) {
    this.meter = meter;
    this.replica = replica;
    for (String name : List.of(BRAKES, JUMPS)) {
      meter.counter(name, Map.of());
    }
    meter.histogram(PROPAGATION, Map.of());
    meter.gauge("canary_leader", Map.of("replica", replica), () -> leads ? 1 : 0);
  }

  @Override
  public void recorded(List<Recorded> facts) {
    for (Recorded fact : facts) {
      meter.counter("audit_events_total", Map.of("type", fact.type())).add();
      if (fact.stream().equals(Rollouts.STREAM)) {
        told(fact);
      }
    }
  }

  @Override
  public void failed() {
    seen.clear(); // sums never shrink; what was not durable is not counted again
  }

  private void told(Recorded fact) {
    Json.Obj body = fact.body();
    switch (fact.type()) {
      case "LEADER_CHANGED" -> led(fact);
      case "PROMOTED" -> decided("promote", body);
      case "ROLLBACK_REQUESTED" -> decided("rollback", body);
      case "REVERTED" -> decided("revert", body);
      case "LOAD_FAILED" -> decided("fail", body);
      case "SUPERSEDED" -> decided("supersede", body);
      case "BAKE_PASSED" -> decided("complete", body);
      case "HELD" ->
          meter.counter("canary_holds_total", labels(body, "reason", reason(body))).add();
      case "LOCAL_BRAKE" -> meter.counter(BRAKES, Map.of()).add();
      case "CLOCK_JUMP" -> meter.counter(JUMPS, Map.of()).add();
      default -> {} // it changes no sum but that of its type
    }
    body.text("rollout").ifPresent(id -> moved(id, fact));
  }

  /** Takes note of who decides, also from a fact that is older than this process. */
  void led(Recorded fact) {
    if (fact.type().equals("LEADER_CHANGED")) {
      leads = fact.body().text("replica").filter(replica::equals).isPresent();
    }
  }

  private void decided(String decision, Json.Obj body) {
    Map<String, String> labels =
        Map.of(
            "model", model(body),
            "decision", decision,
            "reason", reason(body));
    meter.counter("canary_decisions_total", labels).add();
  }

  private void moved(String id, Recorded fact) {
    Json.Obj body = fact.body();
    Seen before = seen.getOrDefault(id, new Seen(fact.at(), Optional.empty()));
    String from = body.text("from").orElse("");
    String to = body.text("to").orElse("");
    boolean going = to.equals("ROLLING_BACK") || to.equals("REVERTING");
    Optional<Instant> decided = before.decided();
    if (going && decided.isEmpty()) {
      decided = Optional.of(fact.at());
    }
    if (seen.containsKey(id) && !from.isEmpty() && !from.equals(to)) {
      Map<String, String> labels = labels(body, "state", from);
      meter
          .histogram("canary_transition_duration_seconds", labels)
          .record(Duration.between(before.since(), fact.at()).toNanos());
    }
    if (to.equals("ROLLED_BACK") && decided.isPresent()) {
      meter
          .histogram(PROPAGATION, Map.of())
          .record(Duration.between(decided.get(), fact.at()).toNanos());
    }
    if (List.of("ROLLED_BACK", "COMPLETED", "FAILED", "SUPERSEDED").contains(to)) {
      seen.remove(id);
    } else {
      Instant since = from.equals(to) ? before.since() : fact.at();
      seen.put(id, new Seen(since, decided));
    }
  }

  private static Map<String, String> labels(Json.Obj body, String name, String value) {
    return Map.of("model", model(body), name, value);
  }

  private static String model(Json.Obj body) {
    return body.text("model").orElse("");
  }

  private static String reason(Json.Obj body) {
    return body.object("reason").flatMap(it -> it.text("code")).orElse("");
  }
}
