package dev.serin.serving.trial;

import dev.serin.base.Deadline;
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

  private Runnable mirror(View view, Arms.Ask ask, Attempt.Answered champion) {
    ModelVersion version = ask.champion().version();
    Optional<Lease> candidate = reconciler.lease(view.model(), view.trial().candidate());
    Optional<Arms.Question> question = candidate.flatMap(it -> attempts.question(view, it, ask));
    return () -> {
      try {
        if (candidate.isPresent()) {
          try (Lease held = candidate.get()) {
            Attempt attempt =
                question
                    .map(it -> attempts.apart(view, held, it, attempts.in(LIMIT)))
                    .orElseGet(() -> Attempts.rejected(held));
            mirrored(view, version, champion, new Shown(held.version(), attempt));
          }
        }
      } finally {
        view.run().spare().release();
      }
    };
  }

  private void mirrored(View view, ModelVersion champion, Attempt.Answered current, Shown shown) {
    Recorder counts = view.counts();
    counts.add(Count.MIRRORED, Arm.CURRENT);
    counts.took(Arm.CURRENT, current.computed().nanos());
    boolean same = false;
    if (shown.attempt() instanceof Attempt.Answered canary && answers(canary)) {
      counts.took(Arm.CANARY, canary.computed().nanos());
      compared(view, new Pair(champion, current, shown.candidate(), canary), Told.Kind.MIRRORED);
      same = !Differences.between(current.computed().outputs(), canary.computed().outputs());
    }
    if (!same) {
      counts.add(Count.MIRRORED, Arm.CANARY);
    }
  }

  /** How the candidate did with a call that it was shown. */
  private record Shown(ModelVersion candidate, Attempt attempt) {}

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
            .ifPresent(drawn -> probe(view, champion.get(), candidate.get(), drawn));
      }
    } finally {
      champion.ifPresent(Lease::close);
      candidate.ifPresent(Lease::close);
    }
  }

  private void probe(View view, Lease champion, Lease candidate, Inputs.Drawn drawn) {
    boolean canaryFirst = draw.within(0.5);
    Attempt one = ask(view, canaryFirst ? candidate : champion, drawn, canaryFirst);
    Attempt two = ask(view, canaryFirst ? champion : candidate, drawn, !canaryFirst);
    Attempt canary = canaryFirst ? one : two;
    Attempt current = canaryFirst ? two : one;
    if (Stream.of(one, two).anyMatch(it -> it.outcome() == Attempt.Outcome.GONE)) {
      return;
    }
    if (answers(canary) || answers(current) || proves(canary, drawn) && proves(current, drawn)) {
      probed(view, Arm.CANARY, canary);
      probed(view, Arm.CURRENT, current);
    }
    if (answers(canary) && answers(current)) {
      Pair pair =
          new Pair(
              champion.version(),
              (Attempt.Answered) current,
              candidate.version(),
              (Attempt.Answered) canary);
      compared(view, pair, Told.Kind.PROBE);
    }
  }

  private Attempt ask(View view, Lease lease, Inputs.Drawn drawn, boolean canary) {
    Deadline deadline = attempts.in(LIMIT);
    return Attempts.fitting(lease, drawn.question())
        .map(
            question ->
                canary
                    ? attempts.apart(view, lease, question, deadline)
                    : attempts.shared(view, lease, question, deadline))
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
  private record Pair(
      ModelVersion champion,
      Attempt.Answered current,
      ModelVersion candidate,
      Attempt.Answered canary) {}

  private void compared(View view, Pair pair, Told.Kind kind) {
    long current = pair.current().computed().nanos();
    long canary = pair.canary().computed().nanos();
    Tallying.paired(view, current, canary);
    predicting.tell(
        prediction(pair.champion(), Arm.CURRENT, pair.current(), current),
        Tallying.told(view, "", Arm.CURRENT, kind));
    predicting.tell(
        prediction(pair.candidate(), Arm.CANARY, pair.canary(), canary),
        Tallying.told(view, "", Arm.CANARY, kind));
  }

  private static Prediction prediction(
      ModelVersion version, Arm arm, Attempt.Answered answered, long took) {
    return new Prediction(
        version.model(), version.number(), arm.word(), answered.computed().outputs(), took, false);
  }
}
