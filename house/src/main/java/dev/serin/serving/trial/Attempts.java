package dev.serin.serving.trial;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.InputCheck;
import dev.serin.serving.Arms;
import dev.serin.serving.Lease;
import dev.serin.serving.Predicting;
import dev.serin.tensor.Signature;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks a version and says how it did. During a trial both arms compute on threads of a pool, never
 * on the caller's, and the time that is measured is that of computing.
 */
record Attempts(Predicting predicting, LongSupplier nanos) {

  /** Asks a version on the shared pool. */
  Attempt shared(View view, Lease lease, Arms.Question question, Deadline deadline) {
    Attempt attempt =
        judged(view, lease, question, it -> predicting.computeApart(lease, it, deadline));
    // the shared pool is full of everybody's calls: that says nothing of this version
    return attempt instanceof Attempt.Raised(_, Problem.Raised why)
            && why.problem() instanceof Problem.Busy
        ? new Attempt.Raised(Attempt.Outcome.GONE, why)
        : attempt;
  }

  /** Asks a version wherever that is quickest: where nothing is compared. */
  Attempt alone(View view, Lease lease, Arms.Question question, Deadline deadline) {
    return judged(view, lease, question, it -> predicting.compute(lease, it, deadline));
  }

  /** Asks a version on the canary's own pool. */
  Attempt apart(View view, Lease lease, Arms.Question question, Deadline deadline) {
    return judged(
        view, lease, question, it -> predicting.computeIn(view.run().pool(), lease, it, deadline));
  }

  private static Attempt judged(
      View view,
      Lease lease,
      Arms.Question question,
      Function<Arms.Question, Predicting.Computed> work) {
    try {
      OutputCheck check = view.run().check(lease, view.trial().measuring().nonFinite());
      return check.judge(question, work.apply(question));
    } catch (Problem.Raised raised) {
      return new Attempt.Raised(outcome(raised.problem()), raised);
    } catch (RuntimeException | Error failure) { // a foreign runtime: it may raise anything
      return new Attempt.Raised(Attempt.Outcome.FAILURE, failure);
    }
  }

  private static Attempt.Outcome outcome(Problem problem) {
    return switch (problem) {
      case Problem.Invalid _ -> Attempt.Outcome.INPUT;
      case Problem.TooLate _ ->
          Thread.currentThread().isInterrupted() ? Attempt.Outcome.GONE : Attempt.Outcome.TIMEOUT;
      case Problem.Busy _,
          Problem.TooLarge _,
          Problem.Unknown _,
          Problem.Conflict _,
          Problem.Refused _,
          Problem.Denied _,
          Problem.Unavailable _,
          Problem.Full _ ->
          Attempt.Outcome.FAILURE;
    };
  }

  /** Asks the canary what a client asked the champion. */
  Attempt canary(View view, Lease lease, Arms.Ask ask, Deadline deadline) {
    return question(view, lease, ask)
        .map(question -> apart(view, lease, question, deadline))
        .orElseGet(() -> rejected(lease));
  }

  /** A call as this version takes it, empty when it does not; the signatures may differ. */
  Optional<Arms.Question> question(View view, Lease lease, Arms.Ask ask) {
    Signature own = lease.predictor().signature();
    if (view.run().same(own, ask.champion().predictor().signature())) {
      return Optional.of(ask.checked());
    }
    try {
      return Optional.of(
          new Arms.Question(
              InputCheck.conform(own, ask.given().inputs()),
              InputCheck.outputs(own, ask.given().outputs())));
    } catch (Problem.Raised differs) {
      return Optional.empty();
    }
  }

  /** A question that was made for either version as this one takes it, empty when it does not. */
  static Optional<Arms.Question> fitting(Lease lease, Arms.Question question) {
    Signature own = lease.predictor().signature();
    try {
      return Optional.of(
          new Arms.Question(
              InputCheck.conform(own, question.inputs()), Set.copyOf(own.defaults())));
    } catch (Problem.Raised differs) {
      return Optional.empty();
    }
  }

  /** What a version says of inputs that do not fit its signature. */
  static Attempt rejected(Lease lease) {
    Problem problem =
        new Problem.Invalid(
            "SIGNATURE_MISMATCH",
            "inputs",
            "version %d has another signature".formatted(lease.version().number()));
    return new Attempt.Raised(Attempt.Outcome.INPUT, new Problem.Raised(problem));
  }

  /** So far into the future of the clock that calls are measured by. */
  Deadline in(long wait) {
    return new Deadline(nanos.getAsLong() + wait, nanos);
  }
}
