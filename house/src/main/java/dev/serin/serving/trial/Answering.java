package dev.serin.serving.trial;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.registry.ModelVersion;
import dev.serin.serving.Arms;
import dev.serin.serving.Lease;
import dev.serin.serving.Predicting;
import dev.serin.serving.Prediction;
import dev.serin.serving.Reconciler;
import dev.serin.serving.Told;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Answers calls of a model on trial: by the arm that was drawn, by the champion where the canary
 * failed, and counts what happened to the arm that failed or answered, once.
 */
final class Answering {
  private static final long CONFIRMATION = 10_000_000_000L; // nanoseconds

  private final Attempts attempts;
  private final Predicting predicting;
  private final Reconciler reconciler;
  private final Tallying tallying;
  private final Executor background;

  Answering(Attempts attempts, Reconciler reconciler, Tallying tallying, Executor background) {
    this.attempts = attempts;
    this.predicting = attempts.predicting();
    this.reconciler = reconciler;
    this.tallying = tallying;
    this.background = background;
  }

  /** By the arm that is drawn; empty when the canary is just leaving. */
  Optional<Prediction> split(View view, Arms.Ask ask) {
    Trial trial = view.trial();
    if (trial.measuring().capture()) {
      view.run().inputs().capture(ask.checked());
    }
    if (tallying.draw().arm(trial, ask.wish().stickyKey()) == Arm.CURRENT) {
      return Optional.of(current(view, ask));
    }
    Optional<Lease> lease = reconciler.lease(view.model(), trial.candidate());
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try (Lease held = lease.get()) {
      return Optional.of(canary(view, ask, held));
    }
  }

  private Prediction current(View view, Arms.Ask ask) {
    long start = now();
    view.counts().add(Count.ASSIGNED, Arm.CURRENT);
    Deadline judged = judged(view, ask);
    Attempt attempt = attempts.shared(view, ask.champion(), ask.checked(), ask.deadline());
    // both arms are judged at the same moment, though the champion may answer after it
    boolean late = judged.passed();
    switch (attempt.outcome()) {
      case OK -> {
        if (late) {
          tallying.failed(view, Arm.CURRENT, ask, true);
        } else {
          tallying.answered(view, Arm.CURRENT, nanos(attempt));
        }
      }
      case INPUT -> confirm(view, Arm.CURRENT, ask, view.trial().candidate());
      case FAILURE -> tallying.failed(view, Arm.CURRENT, ask, late);
      case TIMEOUT -> tallying.failed(view, Arm.CURRENT, ask, true);
      case GONE -> {}
    }
    Told told = Tallying.told(view, ask.wish().requestId(), Arm.CURRENT, Told.Kind.LIVE);
    return delivered(attempt, ask.champion().version(), false, told, start);
  }

  private Prediction canary(View view, Arms.Ask ask, Lease lease) {
    long start = now();
    view.counts().add(Count.ASSIGNED, Arm.CANARY);
    view.run().inFlight().incrementAndGet();
    Attempt attempt;
    try {
      attempt = attempts.canary(view, lease, ask, judged(view, ask));
    } finally {
      view.run().inFlight().decrementAndGet();
    }
    return switch (attempt.outcome()) {
      case OK -> {
        tallying.answered(view, Arm.CANARY, nanos(attempt));
        view.run().brake().passed();
        yield predicting.answered(
            prediction(lease.version(), Arm.CANARY, attempt, false, start),
            Tallying.told(view, ask.wish().requestId(), Arm.CANARY, Told.Kind.LIVE));
      }
      case INPUT -> rejected(view, ask, attempt, lease.version(), start);
      case FAILURE, TIMEOUT -> failed(view, ask, attempt, lease.version(), start);
      case GONE -> throw raised(attempt, lease.version(), Arm.CANARY, start);
    };
  }

  /** The champion says whether it is the input. */
  private Prediction rejected(
      View view, Arms.Ask ask, Attempt canary, ModelVersion version, long start) {
    predicting.failed(version, Arm.CANARY.word(), canary.problem(), now() - start);
    view.run().failover().note();
    Attempt champion = attempts.shared(view, ask.champion(), ask.checked(), ask.deadline());
    if (champion.outcome() == Attempt.Outcome.OK) {
      boolean first = tallying.failed(view, Arm.CANARY, ask, false);
      return failedOver(view, ask, champion, first, start);
    }
    view.counts().add(Count.INPUT_FAULTS, Arm.CANARY);
    Told told = new Told(ask.wish().requestId(), Optional.empty());
    return delivered(champion, ask.champion().version(), false, told, start);
  }

  private Prediction failed(
      View view, Arms.Ask ask, Attempt canary, ModelVersion version, long start) {
    boolean first =
        tallying.failed(view, Arm.CANARY, ask, canary.outcome() == Attempt.Outcome.TIMEOUT);
    if (!view.run().failover().take(view.counts(), view.trial().split().failover())) {
      view.run().brake().passed();
      throw raised(canary, version, Arm.CANARY, start);
    }
    predicting.failed(version, Arm.CANARY.word(), canary.problem(), now() - start);
    Attempt champion = attempts.shared(view, ask.champion(), ask.checked(), ask.deadline());
    return failedOver(view, ask, champion, first, start);
  }

  private Prediction failedOver(
      View view, Arms.Ask ask, Attempt champion, boolean first, long start) {
    if (champion instanceof Attempt.Answered) {
      view.counts().add(Count.FAILOVERS, Arm.CANARY);
      if (first) {
        view.run().brake().failed(view.trial().epoch());
      }
    } else {
      view.run().brake().passed();
    }
    Told told = new Told(ask.wish().requestId(), Optional.empty()); // its calls are no sample
    return delivered(champion, ask.champion().version(), true, told, start);
  }

  /** The candidate answers all calls: they are counted as those of the canary. */
  Prediction baking(View view, Arms.Ask ask) {
    long start = now();
    view.counts().add(Count.ASSIGNED, Arm.CANARY);
    Attempt attempt = attempts.alone(view, ask.champion(), ask.checked(), ask.deadline());
    switch (attempt.outcome()) {
      case OK -> tallying.answered(view, Arm.CANARY, nanos(attempt));
      case INPUT -> confirm(view, Arm.CANARY, ask, view.trial().kept().orElse(0));
      case FAILURE -> tallying.failed(view, Arm.CANARY, ask, false);
      case TIMEOUT -> tallying.failed(view, Arm.CANARY, ask, true);
      case GONE -> {}
    }
    Told told = Tallying.told(view, ask.wish().requestId(), Arm.CANARY, Told.Kind.LIVE);
    return delivered(attempt, ask.champion().version(), false, told, start);
  }

  /**
   * Asks another version, without the client waiting, whether it takes an input that the arm did
   * not take: if it does, that was a failure.
   */
  private void confirm(View view, Arm arm, Arms.Ask ask, int other) {
    Optional<Lease> lease = reconciler.lease(view.model(), other);
    Optional<Arms.Question> question = lease.flatMap(it -> attempts.question(view, it, ask));
    if (question.isPresent() && view.run().spare().tryAcquire()) {
      background.execute(confirmation(view, arm, ask, lease.get(), question.get()));
    } else {
      lease.ifPresent(Lease::close);
      view.counts().add(Count.INPUT_FAULTS, arm);
    }
  }

  private Runnable confirmation(
      View view, Arm arm, Arms.Ask ask, Lease other, Arms.Question question) {
    return () -> {
      try (other) {
        Attempt attempt = attempts.apart(view, other, question, attempts.in(CONFIRMATION));
        if (attempt.outcome() == Attempt.Outcome.OK) {
          tallying.failed(view, arm, ask, false);
        } else {
          view.counts().add(Count.INPUT_FAULTS, arm);
        }
      } finally {
        view.run().spare().release();
      }
    };
  }

  /** By when a call counts as failed: half of what is left, so that the champion can follow. */
  private Deadline judged(View view, Arms.Ask ask) {
    Deadline whole = ask.deadline();
    return view.trial().split().failover() > 0
        ? new Deadline(whole.nanos() - whole.left() / 2, whole.clock())
        : whole;
  }

  /** What the client gets of it. */
  private Prediction delivered(
      Attempt attempt, ModelVersion version, boolean failover, Told told, long start) {
    return switch (attempt) {
      case Attempt.Answered _ ->
          predicting.answered(prediction(version, Arm.CURRENT, attempt, failover, start), told);
      case Attempt.Raised _ -> throw raised(attempt, version, Arm.CURRENT, start);
    };
  }

  private Prediction prediction(
      ModelVersion version, Arm arm, Attempt attempt, boolean failover, long start) {
    Attempt.Answered answered = (Attempt.Answered) attempt;
    return new Prediction(
        version.model(),
        version.number(),
        arm.word(),
        answered.computed().outputs(),
        now() - start,
        failover);
  }

  private RuntimeException raised(Attempt attempt, ModelVersion version, Arm arm, long start) {
    predicting.failed(version, arm.word(), attempt.problem(), now() - start);
    return switch (attempt) {
      case Attempt.Answered _ -> new Problem.Raised(attempt.problem());
      case Attempt.Raised raised -> raised.thrown();
    };
  }

  private static long nanos(Attempt attempt) {
    return ((Attempt.Answered) attempt).computed().nanos();
  }

  private long now() {
    return attempts.nanos().getAsLong();
  }
}
