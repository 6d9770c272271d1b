package dev.serin.rollout.control;

import dev.serin.base.Actor;
import dev.serin.ledger.Recorded;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Gathering;
import dev.serin.meter.trial.Report;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Trials;
import dev.serin.rollout.Reason;
import dev.serin.rollout.control.Decider.Moment;
import dev.serin.rollout.control.RolloutFact.Cause;
import dev.serin.rollout.control.RolloutFact.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a new run of a replica does before anything is served. A process that a candidate ended took
 * the evidence against it along: the candidate's calls in flight at the last flush count as
 * failures, and the stop counts against it.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Actor RECOVERY = new Actor("system:recovery");

  private final Desk desk;
  private final Trials trials;
  private final Deeds deeds;
  private final Rollouts rollouts;

  Recovery(Rollouts rollouts, Rollouts.Rooms rooms, Deeds deeds) {
    this.rollouts = rollouts;
    this.desk = rooms.desk();
    this.trials = rooms.trials();
    this.deeds = deeds;
  }

  void run() {
    rollouts.image().active().forEach(this::recover);
  }

  private void recover(Rollout it) {
    Gathering gathered = new Gathering().add(desk.since(it.id(), 0).reports());
    int next = gathered.next();
    trials.resume(it.id(), next);
    List<Desk.Presence> ours =
        desk.presences(it.id()).stream()
            .filter(presence -> presence.run().replica().equals(trials.replica()))
            .filter(presence -> !presence.run().boot().equals(trials.boot()))
            .toList();
    if (ours.isEmpty()) {
      return; // a replica that is new to it
    }
    Desk.Presence last = ours.getLast();
    if (!last.over()) {
      lost(it, last, next);
    }
    record(it, last, next);
    desk.goodbye(last.run());
  }

  /** Once for each run that ended, however often this is tried. */
  private void record(Rollout it, Desk.Presence last, int next) {
    String boot = last.run().boot();
    boolean known =
        rollouts.events(it.id(), 0).stream().anyMatch(event -> recoveredFrom(event, boot));
    if (known) {
      return;
    }
    long millis =
        desk.progress(it.id())
            .filter(progress -> progress.epoch() == it.epoch().number())
            .map(Desk.Progress::evalMillis)
            .orElse(it.evalMillis());
    String how = last.over() ? "ended in order" : "ended badly";
    Reason why =
        new Reason(
            "RECOVERED",
            "the run " + boot + " of replica " + last.run().replica() + " " + how + lost(last));
    Cause cause =
        new Cause(Optional.of(why), false, boot, Cause.of(why).fencing(), Optional.empty());
    List<RolloutFact> facts = Decider.recovered(it, new Moment(next, millis), !last.over(), cause);
    LOG.warn("[ROLLOUT] '{}' of '{}' goes on: {}", it.id(), it.model(), why.text());
    deeds.write(RECOVERY, facts);
  }

  private static boolean recoveredFrom(Recorded event, String boot) {
    return event.type().equals(Word.RECOVERED.name())
        && event.body().text("requestId").filter(boot::equals).isPresent();
  }

  private static String lost(Desk.Presence last) {
    long calls = last.over() ? 0 : last.standing().inFlight();
    return calls == 0 ? "" : " with " + calls + " calls of the candidate in flight";
  }

  /** The same words again say nothing new. */
  private void lost(Rollout it, Desk.Presence last, int next) {
    long calls = last.standing().inFlight();
    if (calls == 0) {
      return;
    }
    int epoch = it.epoch().number();
    Desk.Run run = new Desk.Run(last.run().replica(), last.run().boot() + "-lost");
    Block block = new Block(epoch, Math.max(0, next - 1), counts(calls));
    Report report =
        new Report(it.id(), run.replica(), run.boot(), epoch, List.of(block), Sheet.empty(epoch));
    desk.count(List.of(report));
  }

  private static List<Long> counts(long calls) {
    List<Long> counts = new ArrayList<>();
    for (Count count : Count.values()) {
      for (Arm arm : Arm.values()) {
        boolean lost = arm == Arm.CANARY && (count == Count.CALLS || count == Count.FAILURES);
        counts.add(lost ? calls : 0);
      }
    }
    return counts;
  }
}
