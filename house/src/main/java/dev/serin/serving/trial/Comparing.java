package dev.serin.serving.trial;

import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Recorder;
import dev.serin.registry.ModelVersion;
import dev.serin.serving.Arms;
import dev.serin.serving.Lease;
import dev.serin.serving.Predicting;
import dev.serin.serving.Prediction;
import dev.serin.serving.Reconciler;
import dev.serin.serving.Told;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

/** Asks both versions the same: what clients asked (mirrors), and what nobody asked (probes). */
final class Comparing {
  private static final long LIMIT = 10_000_000_000L; // nanoseconds of a call that nobody waits for

  private final Attempts attempts;
  private final Predicting predicting;
  private final Reconciler reconciler;
  private final Draw draw;
  private final Executor background;

  Comparing(Attempts attempts, Reconciler reconciler, Draw draw, Executor background) {
    this.attempts = attempts;
    this.predicting = attempts.predicting();
    this.reconciler = reconciler;
    this.draw = draw;
    this.background = background;
  }

  /**
   * The champion answers; afterwards, and only while nobody waits for a core, the candidate is
   * asked the same. Empty when this call is not mirrored.
   */
  Optional<Prediction> mirrored(View view, Arms.Ask ask) {
    if (!draw.within(view.trial().split().weight())
        || predicting.waiting()
        || !view.run().spare().tryAcquire()) {
      return Optional.empty();
    }
    boolean handedOn = false;
    long start = attempts.nanos().getAsLong();
    ModelVersion version = ask.champion().version();
    try {
      Attempt attempt = attempts.shared(view, ask.champion(), ask.checked(), ask.deadline());
      long took = attempts.nanos().getAsLong() - start;
      switch (attempt) {
        case Attempt.Raised raised -> {
          predicting.failed(version, Arm.CURRENT.word(), raised.problem(), took);
          throw raised.thrown();
        }
        case Attempt.Answered answered -> {
          if (answered.outcome() == Attempt.Outcome.OK) {
            handedOn = true;
            background.execute(mirror(view, ask, answered));
          }
          Told told = new Told(ask.wish().requestId(), Optional.empty());
          return Optional.of(
              predicting.answered(prediction(version, Arm.CURRENT, answered, took), told));
        }
      }
    } finally {
      if (!handedOn) {
        view.run().spare().release();
      }
    }
  }

  private Runnable mirror(View view, Arms.Ask ask, Attempt.Answered seen) {
    Optional<Lease> champion = reconciler.lease(view.model(), view.champion());
    Optional<Lease> candidate = reconciler.lease(view.model(), view.trial().candidate());
    Function<Lease, Optional<Arms.Question>> asked =
        lease ->
            lease == candidate.orElse(null)
                ? attempts.question(view, lease, ask)
                : Optional.of(ask.checked());
    return () -> {
      try {
        if (champion.isPresent() && candidate.isPresent()) {
          mirrored(view, new Versions(champion.get(), candidate.get()), asked, seen);
        }
      } finally {
        champion.ifPresent(Lease::close);
        candidate.ifPresent(Lease::close);
        view.run().spare().release();
      }
    };
  }

  /**
   * The candidate's answer is compared with the one that the client got, its time with a second
   * call of the champion: only two calls of one pool, in an order that was drawn, are alike.
   */
  private void mirrored(
      View view,
      Versions versions,
      Function<Lease, Optional<Arms.Question>> asked,
      Attempt.Answered seen) {
    Both both = both(view, versions, asked);
    Recorder counts = view.counts();
    counts.add(Count.MIRRORED, Arm.CURRENT);
    boolean same = false;
    if (both.canary() instanceof Attempt.Answered canary && answers(canary)) {
      same = !Differences.between(seen.computed().outputs(), canary.computed().outputs());
      if (both.current() instanceof Attempt.Answered current && answers(current)) {
        counts.took(Arm.CURRENT, current.computed().nanos());
        counts.took(Arm.CANARY, canary.computed().nanos());
        compared(view, new Pair(versions, current, canary), Told.Kind.MIRRORED);
      }
    }
    if (!same) {
      counts.add(Count.MIRRORED, Arm.CANARY);
    }
  }

  /** Asks both versions what nobody asked, as often as is due. */
  void probe(View view, Trial.Probing probing) {
    int due = view.run().pairing().due(probing, attempts.nanos().getAsLong());
    if (due > 0 && view.run().pairing().begin()) {
      background.execute(
          () -> {
            try {
              for (int i = 0; i < due && !view.run().warmth().stopped(); i++) {
                probeOnce(view, probing.sources());
              }
            } finally {
              view.run().pairing().end();
            }
          });
    }
  }

  private void probeOnce(View view, List<Trial.Source> sources) {
    Optional<Lease> champion = reconciler.lease(view.model(), view.champion());
    Optional<Lease> candidate = reconciler.lease(view.model(), view.trial().candidate());
    try {
      if (champion.isPresent() && candidate.isPresent()) {
        view.run()
            .inputs()
            .next(
                sources,
                List.of(candidate.get(), champion.get()),
                view.run().warmth().shape(champion.get()))
            .ifPresent(drawn -> probe(view, new Versions(champion.get(), candidate.get()), drawn));
      }
    } finally {
      champion.ifPresent(Lease::close);
      candidate.ifPresent(Lease::close);
    }
  }

  private void probe(View view, Versions versions, Inputs.Drawn drawn) {
    Both both = both(view, versions, lease -> Attempts.fitting(lease, drawn.question()));
    Attempt canary = both.canary();
    Attempt current = both.current();
    if (Stream.of(current, canary).anyMatch(it -> it.outcome() == Attempt.Outcome.GONE)) {
      return;
    }
    if (answers(canary) || answers(current) || proves(canary, drawn) && proves(current, drawn)) {
      probed(view, Arm.CANARY, canary);
      probed(view, Arm.CURRENT, current);
    }
    if (canary instanceof Attempt.Answered two && answers(two)) {
      if (current instanceof Attempt.Answered one && answers(one)) {
        compared(view, new Pair(versions, one, two), Told.Kind.PROBE);
      }
    }
  }

  /** The two versions, held. */
  private record Versions(Lease champion, Lease candidate) {}

  /** How both did with the same. */
  private record Both(Attempt current, Attempt canary) {}

  /** One after the other on the candidate's pool, in an order that is drawn. */
  private Both both(
      View view, Versions versions, Function<Lease, Optional<Arms.Question>> question) {
    if (draw.within(0.5)) {
      Attempt canary = ask(view, versions.candidate(), question);
      return new Both(champion(view, versions.champion(), question), canary);
    }
    Attempt current = champion(view, versions.champion(), question);
    return new Both(current, ask(view, versions.candidate(), question));
  }

  /** A pool that hangs with the candidate is not the champion's fault. */
  private Attempt champion(
      View view, Lease lease, Function<Lease, Optional<Arms.Question>> question) {
    Attempt attempt = ask(view, lease, question);
    return attempt.outcome() == Attempt.Outcome.TIMEOUT
        ? question
            .apply(lease)
            .map(it -> attempts.shared(view, lease, it, attempts.in(LIMIT)))
            .orElse(attempt)
        : attempt;
  }

  private Attempt ask(View view, Lease lease, Function<Lease, Optional<Arms.Question>> question) {
    return question
        .apply(lease)
        .map(it -> attempts.apart(view, lease, it, attempts.in(LIMIT)))
        .orElseGet(() -> Attempts.rejected(lease));
  }

  private static boolean answers(Attempt attempt) {
    return attempt.outcome() == Attempt.Outcome.OK;
  }

  /** A rejected input proves nothing; nor does a made-up one whose answer is no number. */
  private static boolean proves(Attempt attempt, Inputs.Drawn drawn) {
    boolean number =
        drawn.source() != Trial.Source.GENERATED
            || !(attempt instanceof Attempt.Answered answered)
            || answered.finite();
    return attempt.outcome() != Attempt.Outcome.INPUT && number;
  }

  private static void probed(View view, Arm arm, Attempt attempt) {
    view.counts().add(Count.PROBED, arm);
    if (!answers(attempt)) {
      view.counts().add(Count.PROBE_FAILURES, arm);
    }
  }

  /** Answers of both versions to the same. */
  private record Pair(Versions versions, Attempt.Answered current, Attempt.Answered canary) {}

  private void compared(View view, Pair pair, Told.Kind kind) {
    long current = pair.current().computed().nanos();
    long canary = pair.canary().computed().nanos();
    Tallying.paired(view, current, canary);
    predicting.tell(
        prediction(pair.versions().champion().version(), Arm.CURRENT, pair.current(), current),
        Tallying.told(view, "", Arm.CURRENT, kind));
    predicting.tell(
        prediction(pair.versions().candidate().version(), Arm.CANARY, pair.canary(), canary),
        Tallying.told(view, "", Arm.CANARY, kind));
  }

  private static Prediction prediction(
      ModelVersion version, Arm arm, Attempt.Answered answered, long took) {
    return new Prediction(
        version.model(), version.number(), arm.word(), answered.computed().outputs(), took, false);
  }
}
