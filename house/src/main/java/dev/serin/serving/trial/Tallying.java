package dev.serin.serving.trial;

import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Recorder;
import dev.serin.serving.Arms;
import dev.serin.serving.Told;
import java.util.Optional;

/** Counts how the calls of a trial end. */
record Tallying(Draw draw) {

  /** A call of the arm ended well, after so many nanoseconds of computing. */
  void answered(View view, Arm arm, long nanos) {
    Recorder counts = view.counts();
    counts.add(Count.CALLS, arm);
    counts.took(arm, nanos);
    Ranks ranks = view.run().ranks();
    if (ranks.known() && draw.within(compared(view.trial().split().weight(), arm))) {
      double scaled =
          arm == Arm.CANARY ? nanos / (1 + view.trial().measuring().tolerance()) : nanos;
      counts.ranked(arm, ranks.rank(scaled), ranks.aboveP90(scaled), ranks.aboveP99(scaled));
    }
  }

  /** The part of an arm's calls that is as many as all of the smaller arm. */
  private static double compared(double weight, Arm arm) {
    double own = arm == Arm.CANARY ? weight : 1 - weight;
    return Math.min(1, (1 - own) / own);
  }

  /** A call of the arm failed; true when that is evidence. */
  boolean failed(View view, Arm arm, Arms.Ask ask, boolean late) {
    Recorder counts = view.counts();
    counts.add(Count.CALLS, arm);
    boolean first = view.run().failures().counts(view.trial(), arm, ask.wish().stickyKey());
    if (first) {
      counts.add(Count.FAILURES, arm);
      if (late) {
        counts.add(Count.TIMEOUTS, arm);
      }
    }
    return first;
  }

  /** Both arms answered one input, after so many nanoseconds of computing. */
  static void paired(View view, long current, long canary) {
    Trial.Measuring measuring = view.trial().measuring();
    view.counts().add(Count.PAIRS, Arm.CURRENT);
    if (canary > (1 + measuring.tolerance()) * current) {
      view.counts().add(Count.PAIRS, Arm.CANARY);
    }
  }

  /** What observers hear of an answer. */
  static Told told(View view, String requestId, Arm arm, Told.Kind kind) {
    Trial trial = view.trial();
    double weight = trial.stage() == Trial.Stage.BAKING ? 1 : trial.split().weight();
    return new Told(
        requestId, Optional.of(new Told.Part(trial.rollout(), trial.epoch(), arm, kind, weight)));
  }
}
