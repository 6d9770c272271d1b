package dev.serin.kit.trial;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.Findings;
import dev.serin.rollout.Judge;
import dev.serin.rollout.Policy;
import dev.serin.rollout.Reason;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Timeline;
import dev.serin.rollout.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The course of one roll-out: each second traffic is played, the judge is asked, and what he says
 * is done at once. Limits of time of holds and pauses are left to whoever drives it.
 */
public final class Course {
  private static final int SECOND = 1000; // milliseconds
  private static final int PAUSED_LOOKS = 10; // nothing is due in a pause: he looks less often
  private static final double PAIRS_PER_SECOND = 2;

  private final Policy policy;
  private final Traffic traffic;
  private final Tape tape = new Tape();
  private final List<Epoch> epochs = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private RolloutState state = new RolloutState.Canary();
  private int gateFrom;
  private int holds;
  private long evalMillis;
  private int second;
  private int pairs;
  private boolean probing;

  /** Something that happened at the end of a second. */
  public record Event(int second, Verdict verdict) {}

  /** A roll-out of which the candidate was just warmed. */
  public Course(Policy policy, Traffic traffic) {
    this.policy = policy;
    this.traffic = traffic;
    double weight = policy.steps().isEmpty() ? policy.split() : policy.steps().getFirst().weight();
    begin(Epoch.Kind.EVALUATING, weight);
  }

  private void begin(Epoch.Kind kind, double weight) {
    epochs.add(new Epoch(epochs.size() + 1, kind, weight, second));
    tape.epoch(epochs.size());
  }

  /** Goes on until it ends, or until so many seconds have passed since its beginning. */
  public Course until(int seconds) {
    while (second < seconds && !ended()) {
      next();
    }
    return this;
  }

  /** Goes on until the candidate is the champion or gone, or so many seconds have passed. */
  public Course decided(int seconds) {
    while (second < seconds && !ended() && !(state instanceof RolloutState.Baking)) {
      next();
    }
    return this;
  }

  private boolean ended() {
    return state.terminal();
  }

  private void next() {
    double weight = state instanceof RolloutState.Baking ? 1 : epochs.getLast().weight();
    traffic.second(second, weight, tape);
    if (state instanceof RolloutState.Canary) {
      probe();
    }
    tape.close(second);
    second++;
    boolean runs = state instanceof RolloutState.Canary || state instanceof RolloutState.Baking;
    evalMillis += runs ? SECOND : 0;
    if (state instanceof RolloutState.Paused && second % PAUSED_LOOKS != 0) {
      return;
    }
    Tally tally = tape.tally(second);
    Timeline timeline = timeline();
    Findings findings = Judge.findings(policy, timeline, tally);
    follow(Judge.verdict(policy, state, timeline, findings, tally));
  }

  /** Pairs begin at a third of the window, when there are too few calls until then. */
  private void probe() {
    if (3 * evalMillis == policy.window().toMillis()) {
      probing = policy.probes().enabled() && !findings().gate().open();
    }
    for (int i = 0; probing && i < PAIRS_PER_SECOND && pairs < policy.probes().pairs(); i++) {
      traffic.pair(second, tape);
      pairs++;
    }
  }

  private void follow(Verdict verdict) {
    double weight = epochs.getLast().weight();
    switch (verdict) {
      case Verdict.GoOn _ -> {
        return;
      }
      case Verdict.RollBack(Reason reason) -> state = new RolloutState.RolledBack(reason);
      case Verdict.Hold(Reason reason) -> {
        state = new RolloutState.Held(reason);
        begin(Epoch.Kind.STANDING, weight);
      }
      case Verdict.Clear _ -> {
        state = new RolloutState.Canary();
        holds++;
        gateFrom = second;
        begin(Epoch.Kind.EVALUATING, weight);
      }
      case Verdict.Promote _ -> {
        state = new RolloutState.Baking();
        evalMillis = 0;
        begin(Epoch.Kind.BAKING, 1);
      }
      case Verdict.Step(double next) -> begin(Epoch.Kind.EVALUATING, next);
      case Verdict.Complete _ -> state = new RolloutState.Completed();
    }
    events.add(new Event(second, verdict));
  }

  /** Stops the clock; the candidate keeps its part. */
  public Course pause() {
    state = new RolloutState.Paused(false);
    begin(Epoch.Kind.STANDING, epochs.getLast().weight());
    return this;
  }

  /** Lets the clock run again. */
  public Course resume() {
    state = new RolloutState.Canary();
    begin(Epoch.Kind.EVALUATING, epochs.getLast().weight());
    return this;
  }

  /** Gives the candidate another part. */
  public Course weight(double weight) {
    begin(epochs.getLast().kind(), weight);
    return this;
  }

  private Timeline timeline() {
    return new Timeline(epochs, gateFrom, holds, evalMillis);
  }

  /** What the evidence says now. */
  public Findings findings() {
    return Judge.findings(policy, timeline(), tape.tally());
  }

  /** Everything that was counted. */
  public Tally tally() {
    return tape.tally();
  }

  /** Where it stands. */
  public RolloutState state() {
    return state;
  }

  /** How many seconds have passed. */
  public int seconds() {
    return second;
  }

  /** The milliseconds that the clock ran; in the bake since its beginning. */
  public long evalMillis() {
    return evalMillis;
  }

  /** What happened, in order. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** The code of the reason why it is where it is, empty when there is none. */
  public String why() {
    return state.why().map(Reason::code).orElse("");
  }

  /** The second at whose end this first happened. */
  public Optional<Integer> first(Class<? extends Verdict> verdict) {
    return events.stream()
        .filter(event -> verdict.isInstance(event.verdict()))
        .map(Event::second)
        .findFirst();
  }

  /** How many calls of an arm were counted. */
  public long calls(Arm arm) {
    return tape.tally().count(Count.CALLS, arm);
  }
}
