package dev.serin.rollout.control;

import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Standing.Arrival;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.Findings;
import dev.serin.rollout.Judge;
import dev.serin.rollout.Policy;
import dev.serin.rollout.Reason;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Timeline;
import dev.serin.rollout.Verdict;
import dev.serin.rollout.control.Decider.Moment;
import dev.serin.rollout.control.RolloutFact.Cause;
import dev.serin.rollout.control.RolloutFact.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides what the leader does with a roll-out at a tick, from what is known then alone. */
final class Steering {
  private static final Duration LOADING = Duration.ofSeconds(120);
  private static final Duration WARMING = Duration.ofSeconds(60);
  private static final Duration DRAINING = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofHours(24);
  private static final Duration EXTENSION = Duration.ofSeconds(30);
  private static final double MOST_PROBES = 20; // a second

  private final Rollout it;
  private final View view;
  private final Cause cause;

  private Steering(Rollout it, View view, Cause cause) {
    this.it = it;
    this.view = view;
    this.cause = cause;
  }

  /** What is known: counts, replicas, and for how long the clock ran and the state lasts. */
  record View(Tally tally, Muster muster, Moment now, long stateMillis) {}

  /** What happens next, nothing in most ticks. */
  static List<RolloutFact> next(Rollout it, View view, Cause cause) {
    return new Steering(it, view, cause).next();
  }

  /** Whether the clock runs. */
  static boolean evaluates(Rollout it, Muster muster) {
    return switch (it.state()) {
      case RolloutState.Canary _, RolloutState.Shadow _ -> muster.any(Arrival.WARM);
      case RolloutState.Baking _ -> true;
      default -> false;
    };
  }

  private List<RolloutFact> next() {
    return switch (it.state()) {
      case RolloutState.Pending _, RolloutState.Loading _ -> loading();
      case RolloutState.Warming _ -> warming();
      case RolloutState.Shadow _,
          RolloutState.Canary _,
          RolloutState.Paused _,
          RolloutState.Held _,
          RolloutState.Baking _ ->
          judged();
      case RolloutState.RollingBack(Reason why) -> draining(why);
      case RolloutState.Reverting(Reason why) -> draining(why);
      case RolloutState.Completed _,
          RolloutState.RolledBack _,
          RolloutState.Failed _,
          RolloutState.Superseded _ ->
          List.of();
    };
  }

  private List<RolloutFact> loading() {
    Optional<RolloutFact> failed =
        failed("LOAD", Arrival.LOAD_FAILED).or(() -> failed("WARMUP", Arrival.WARMUP_FAILED));
    if (failed.isPresent()) {
      return List.of(failed.get());
    }
    if (view.muster().most(Set.of(Arrival.LOADED, Arrival.WARM))) {
      Draft loaded = Decider.at(it, view.now()).in(new RolloutState.Warming());
      return List.of(RolloutFact.of(Word.LOADED, it, loaded, cause));
    }
    return late("LOAD", LOADING, "loading");
  }

  private List<RolloutFact> warming() {
    Optional<RolloutFact> failed =
        failed("WARMUP", Arrival.WARMUP_FAILED).or(() -> failed("LOAD", Arrival.LOAD_FAILED));
    if (failed.isPresent()) {
      return List.of(failed.get());
    }
    return view.muster().most(Set.of(Arrival.WARM)) ? warm() : late("WARMUP", WARMING, "warming");
  }

  private List<RolloutFact> warm() {
    Draft next = Decider.at(it, view.now());
    Moment now = view.now();
    if (it.from().isEmpty()) {
      return List.of(RolloutFact.of(Word.WARMED, it, next.in(new RolloutState.Completed()), cause));
    }
    if (it.policy().shadow().duration().isPositive()) {
      next.in(new RolloutState.Shadow())
          .epoch(Epoch.Kind.BEFORE, it.policy().shadow().share(), now.block())
          .evaluated(0);
      return List.of(RolloutFact.of(Word.WARMED, it, next, cause));
    }
    RolloutFact warmed = RolloutFact.of(Word.WARMED, it, next, cause);
    return List.of(warmed, Decider.started(warmed.after(), now, cause));
  }

  private Optional<RolloutFact> failed(String code, Arrival arrival) {
    return view.muster()
        .first(arrival)
        .map(
            presence ->
                Decider.failed(
                    it,
                    view.now(),
                    new Reason(
                        code,
                        presence.standing().code()
                            + ": "
                            + presence.standing().text()
                            + " (replica "
                            + presence.run().replica()
                            + ")"),
                    cause));
  }

  private List<RolloutFact> late(String code, Duration limit, String what) {
    return view.stateMillis() > limit.toMillis()
        ? List.of(
            Decider.failed(
                it,
                view.now(),
                new Reason(code, what + " took longer than " + limit.toSeconds() + " s"),
                cause))
        : List.of();
  }

  private List<RolloutFact> draining(Reason why) {
    boolean over =
        view.muster().drained(it.epoch().number()) || view.stateMillis() > DRAINING.toMillis();
    return over ? List.of(Decider.rolledBack(it, view.now(), why, cause)) : List.of();
  }

  private List<RolloutFact> judged() {
    Timeline timeline = it.timeline(view.now().evalMillis());
    Findings findings = Judge.findings(it.policy(), timeline, view.tally());
    Verdict verdict = Judge.verdict(it.policy(), it.state(), timeline, findings, view.tally());
    if (verdict instanceof Verdict.GoOn) {
      return goOn(findings);
    }
    EvidenceText.Evidence evidence =
        new EvidenceText.Evidence(it.policy(), it.state(), timeline, view.tally(), findings);
    return decided(verdict, cause.by(EvidenceText.json(evidence)), findings);
  }

  private List<RolloutFact> decided(Verdict verdict, Cause proved, Findings findings) {
    Moment now = view.now();
    return switch (verdict) {
      case Verdict.RollBack(Reason why) -> List.of(Decider.back(it, now, proved.because(why)));
      case Verdict.Hold(Reason why) -> List.of(Decider.held(it, now, why, proved));
      case Verdict.Clear _ ->
          List.of(Decider.cleared(it, it.state().why().orElseThrow(), now, proved));
      case Verdict.Promote(Reason why) -> List.of(Decider.promoted(it, now, proved.because(why)));
      case Verdict.Step(double weight) -> List.of(Decider.step(it, now, weight, proved));
      case Verdict.Complete _ ->
          List.of(
              RolloutFact.of(
                  Word.BAKE_PASSED,
                  it,
                  Decider.at(it, now).in(new RolloutState.Completed()),
                  proved));
      case Verdict.GoOn _ -> goOn(findings);
    };
  }

  private List<RolloutFact> goOn(Findings findings) {
    return switch (it.state()) {
      case RolloutState.Shadow _ ->
          view.now().evalMillis() >= it.policy().shadow().duration().toMillis()
              ? List.of(Decider.started(it, view.now(), cause))
              : List.of();
      case RolloutState.Canary _ -> evaluating(findings);
      case RolloutState.Paused _ ->
          expired(PAUSE, Policy.Action.ROLLBACK, "it was paused for 24 hours");
      case RolloutState.Held(Reason why) -> holding(why);
      default -> List.of();
    };
  }

  private List<RolloutFact> holding(Reason why) {
    boolean shared = why.code().equals("SHARED_FAULT");
    Policy policy = it.policy();
    Duration most = shared ? policy.sharedFault().maxHold() : policy.hold().maxHold();
    Policy.Action then = shared ? policy.sharedFault().then() : policy.hold().then();
    return expired(
        most,
        then,
        "it was held for " + most.toSeconds() + " s: " + why.code() + ", " + why.text());
  }

  private List<RolloutFact> expired(Duration most, Policy.Action then, String text) {
    if (view.stateMillis() <= most.toMillis()) {
      return List.of();
    }
    Cause because = cause.because(new Reason("HOLD_EXPIRED", text));
    return switch (then) {
      case ROLLBACK -> List.of(Decider.back(it, view.now(), because));
      case HOLD -> List.of();
      case OBSERVE ->
          List.of(Decider.cleared(it, it.state().why().orElseThrow(), view.now(), because));
    };
  }

  private List<RolloutFact> evaluating(Findings findings) {
    List<RolloutFact> facts = new ArrayList<>();
    Rollout last = it;
    Optional<Trial.Probing> probing = probing();
    if (probing.isPresent()) {
      Draft next = Decider.at(last, view.now()).probing(probing);
      facts.add(RolloutFact.of(Word.PROBES_STARTED, last, next, cause));
      last = facts.getLast().after();
    }
    long past = view.now().evalMillis() - it.policy().window().toMillis();
    long before = it.evalMillis() - it.policy().window().toMillis();
    boolean mark =
        Math.floorDiv(past, EXTENSION.toMillis()) > Math.floorDiv(before, EXTENSION.toMillis());
    if (past >= 0 && mark) {
      Reason why =
          new Reason(
              "EXTENDED",
              findings.gate().have() + " of " + findings.gate().needed() + " calls needed");
      facts.add(Decider.note(Word.EXTENDED, last, view.now(), cause.because(why)));
    }
    return facts;
  }

  /** The probes to begin now: a third of the window is over, and live calls prove too little. */
  private Optional<Trial.Probing> probing() {
    Policy.Probes probes = it.policy().probes();
    long millis = view.now().evalMillis();
    long window = it.policy().window().toMillis();
    if (!probes.enabled() || it.probing().isPresent() || millis < window / 3) {
      return Optional.empty();
    }
    long clean = Judge.cleanCalls(it.policy(), it.holds());
    if (view.tally().count(Count.CALLS, Arm.CANARY) >= clean) {
      return Optional.empty();
    }
    double left = Math.max(1, (window - millis) / 1000.0);
    double rate = Math.min(MOST_PROBES, Math.max(probes.perSecond(), probes.pairs() / left));
    return Optional.of(new Trial.Probing(rate, probes.pairs(), probes.source()));
  }
}
