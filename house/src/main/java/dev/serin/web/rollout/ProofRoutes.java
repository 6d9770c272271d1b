package dev.serin.web.rollout;

import static dev.serin.web.rollout.RolloutDialect.ROLLOUT;

import dev.serin.base.Json;
import dev.serin.ledger.Recorded;
import dev.serin.ledger.Verification;
import dev.serin.rollout.PolicyText;
import dev.serin.rollout.Verdict;
import dev.serin.rollout.control.Proof;
import dev.serin.rollout.control.Rollout;
import dev.serin.rollout.control.Rollouts;
import dev.serin.rollout.control.Simulation;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Rooms;
import dev.serin.web.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Whether decisions follow from what was counted, and what others would have followed. */
final class ProofRoutes {
  private static final double MILLIS = 1000;
  private final Rollouts rollouts;

  ProofRoutes(Rooms rooms, Rollouts rollouts) {
    this.rollouts = rollouts;
  }

  List<Route> routes() {
    return List.of(
        Route.get(RolloutRoutes.ONE + "/audit", ROLLOUT, this::audit),
        Route.post(RolloutRoutes.ONE + "/simulate", ROLLOUT, this::simulate));
  }

  private Answer audit(Ask ask) {
    Rollout rollout = RolloutRoutes.known(rollouts, ask);
    String format = ask.query("format").orElse("json");
    return switch (format) {
      case "jsonl" ->
          Answer.text(200, "application/jsonl", lines(rollout))
              .with("Content-Disposition", "attachment; filename=\"rollout-audit.jsonl\"");
      case "json" ->
          Answer.ok(json(rollout, ask.query("verify").filter("true"::equals).isPresent()));
      default -> throw Wanted.invalid("QUERY_INVALID", "format", "'format' is json or jsonl");
    };
  }

  private String lines(Rollout rollout) {
    return rollouts.events(rollout.id(), 0).stream()
        .map(fact -> Description.event(fact).text() + "\n")
        .collect(Collectors.joining());
  }

  private Json.Obj json(Rollout rollout, boolean verify) {
    List<Recorded> facts = rollouts.events(rollout.id(), 0);
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("rollout", rollout.id());
    if (verify) {
      Proof proof = rollouts.verify(rollout.id());
      members.put("valid", proof.valid());
      members.put("chain", chain(proof.chain()));
      members.put("decisions", proof.checks().stream().map(ProofRoutes::check).toList());
    }
    members.put("events", facts.stream().map(Description::event).toList());
    return (Json.Obj) Json.of(members);
  }

  private static Json.Obj chain(Verification chain) {
    return switch (chain) {
      case Verification.Sound(long facts, var head) ->
          Json.Obj.of("sound", true, "events", facts, "head", head.hex());
      case Verification.Broken(long position, String why) ->
          Json.Obj.of("sound", false, "position", position, "why", why);
    };
  }

  private static Json.Obj check(Proof.Check check) {
    return Json.Obj.of(
        "position", check.position(),
        "type", check.type(),
        "same", check.same(),
        "recorded", check.recorded(),
        "follows", check.follows());
  }

  private Answer simulate(Ask ask) {
    Rollout rollout = RolloutRoutes.known(rollouts, ask);
    Simulation simulation =
        rollouts.simulate(rollout.id(), Wanted.of(ask, "policy").object("policy"));
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("rollout", simulation.rollout());
    members.putAll(verdict(simulation.outcome(), "outcome"));
    members.put(
        "points",
        simulation.points().stream()
            .map(
                point -> {
                  SequencedMap<String, Object> told = new LinkedHashMap<>();
                  told.put("evalSeconds", point.evalMillis() / MILLIS);
                  told.putAll(verdict(point.verdict(), "verdict"));
                  return told;
                })
            .toList());
    members.put("policy", PolicyText.json(simulation.policy()));
    return Answer.ok(Json.of(members));
  }

  private static SequencedMap<String, Object> verdict(Verdict verdict, String name) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put(name, word(verdict));
    Json reason =
        switch (verdict) {
          case Verdict.RollBack(var why) -> Description.reason(why);
          case Verdict.Hold(var why) -> Description.reason(why);
          case Verdict.Promote(var why) -> Description.reason(why);
          case Verdict.GoOn _, Verdict.Clear _, Verdict.Step _, Verdict.Complete _ ->
              Json.Null.NULL;
        };
    members.put("reason", reason);
    if (verdict instanceof Verdict.Step(double weight)) {
      members.put("weight", weight);
    }
    return members;
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.GoOn _ -> "GO_ON";
      case Verdict.RollBack _ -> "ROLLBACK";
      case Verdict.Hold _ -> "HOLD";
      case Verdict.Clear _ -> "CLEAR";
      case Verdict.Promote _ -> "PROMOTE";
      case Verdict.Step _ -> "STEP";
      case Verdict.Complete _ -> "COMPLETE";
    };
  }
}
