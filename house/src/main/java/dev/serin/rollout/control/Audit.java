package dev.serin.rollout.control;

import dev.serin.ledger.Body;
import dev.serin.ledger.Recorded;
import dev.serin.ledger.Verification;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.Findings;
import dev.serin.rollout.Judge;
import dev.serin.rollout.Policy;
import dev.serin.rollout.PolicyText;
import dev.serin.rollout.Reason;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Timeline;
import dev.serin.rollout.Verdict;
import dev.serin.rollout.control.EvidenceText.Evidence;
import dev.serin.rollout.control.RolloutFact.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes decisions again: from facts, to see that they are true, and with another policy. */
final class Audit {
  private static final long SECOND = 1_000; // milliseconds

  private Audit() {}

  static Proof verify(String id, List<Recorded> events, Verification chain) {
    List<Proof.Check> checks = new ArrayList<>();
    for (Recorded event : events) {
      Body body = Body.of(event);
      if (body.has("fencing")) {
        EvidenceText.of(body, event.body())
            .ifPresent(evidence -> checks.add(check(event, body, evidence)));
      }
    }
    return new Proof(id, chain, checks);
  }

  private static Proof.Check check(Recorded event, Body body, Evidence told) {
    Findings findings = Judge.findings(told.policy(), told.timeline(), told.tally());
    Verdict verdict =
        Judge.verdict(told.policy(), told.state(), told.timeline(), findings, told.tally());
    boolean digest = body.text("policySha256").equals(PolicyText.digest(told.policy()).hex());
    String recorded = event.type() + reason(body) + " " + EvidenceText.json(told.findings()).text();
    String follows = type(verdict, told.state()) + " " + EvidenceText.json(findings).text();
    boolean same = recorded.equals(follows) && findings.equals(told.findings()) && digest;
    return new Proof.Check(event.position(), event.type(), same, recorded, follows);
  }

  private static String reason(Body body) {
    if (!body.has("reason")) {
      return "";
    }
    Body reason = body.object("reason");
    return " " + reason.text("code") + ": " + reason.text("text");
  }

  private static String type(Verdict verdict, RolloutState state) {
    boolean baking = state instanceof RolloutState.Baking;
    return switch (verdict) {
      case Verdict.GoOn _ -> "nothing";
      case Verdict.RollBack(Reason why) ->
          (baking ? Word.REVERTED : Word.ROLLBACK_REQUESTED) + words(why);
      case Verdict.Hold(Reason why) -> Word.HELD + words(why);
      case Verdict.Clear _ -> Word.HOLD_CLEARED.name();
      case Verdict.Promote(Reason why) -> Word.PROMOTED + words(why);
      case Verdict.Step _ -> Word.STEP.name();
      case Verdict.Complete _ -> Word.BAKE_PASSED.name();
    };
  }

  private static String words(Reason why) {
    return " " + why.code() + ": " + why.text();
  }

  /**
   * Goes through the seconds in which the candidate had a part of the requests, with one clock that
   * runs all the time: what was counted then is what would have been counted. Sheets are known at
   * the end of an epoch only, so that predictions are compared from there on.
   */
  static Simulation simulate(Rollout it, Policy policy, Tally tally) {
    List<Simulation.Point> points = new ArrayList<>();
    List<Epoch> epochs =
        it.epochs().stream().filter(epoch -> epoch.kind() != Epoch.Kind.BAKING).toList();
    int first =
        epochs.stream()
            .filter(epoch -> epoch.kind() == Epoch.Kind.EVALUATING)
            .findFirst()
            .map(Epoch::from)
            .orElse(0);
    List<Integer> numbers =
        tally.blocks().stream()
            .filter(block -> epochs.stream().anyMatch(epoch -> epoch.number() == block.epoch()))
            .map(Block::number)
            .distinct()
            .filter(number -> number >= first)
            .toList();
    Situation now = new Situation(new RolloutState.Canary(), first, 0);
    for (int number : numbers) {
      long millis = (number - first + 1L) * SECOND;
      Timeline timeline = new Timeline(epochs, now.gateFrom(), now.holds(), millis);
      Tally until = until(tally, epochs, number);
      Findings findings = Judge.findings(policy, timeline, until);
      Verdict verdict = Judge.verdict(policy, now.state(), timeline, findings, until);
      Optional<Situation> next = now.after(verdict, number);
      if (!(verdict instanceof Verdict.GoOn)) {
        points.add(new Simulation.Point(millis, verdict));
      }
      if (next.isEmpty()) {
        break;
      }
      now = next.get();
    }
    return new Simulation(it.id(), policy, points);
  }

  private static Tally until(Tally tally, List<Epoch> epochs, int number) {
    int current =
        epochs.stream()
            .filter(epoch -> epoch.from() <= number)
            .mapToInt(Epoch::number)
            .max()
            .orElse(0);
    List<Block> blocks = tally.blocks().stream().filter(it -> it.number() <= number).toList();
    boolean last = number == tally.blocks().getLast().number();
    List<Sheet> sheets =
        tally.sheets().stream().filter(it -> last || it.epoch() < current).toList();
    return new Tally(blocks, sheets);
  }

  /** How a replayed roll-out stands. */
  private record Situation(RolloutState state, int gateFrom, int holds) {

    /** After this verdict; empty when it is the last. */
    Optional<Situation> after(Verdict verdict, int number) {
      return switch (verdict) {
        case Verdict.GoOn _, Verdict.Step _ -> Optional.of(this);
        case Verdict.Hold(Reason why) ->
            Optional.of(new Situation(new RolloutState.Held(why), gateFrom, holds));
        case Verdict.Clear _ ->
            Optional.of(new Situation(new RolloutState.Canary(), number + 1, holds + 1));
        case Verdict.RollBack _, Verdict.Promote _, Verdict.Complete _ -> Optional.empty();
      };
    }
  }
}
