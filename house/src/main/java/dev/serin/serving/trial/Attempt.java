package dev.serin.serving.trial;

import dev.serin.base.Problem;
import dev.serin.serving.Predicting;
import java.time.Duration;

/** How one version did with one call. */
sealed interface Attempt {

  /** What that says of the version. */
  Outcome outcome();

  /** The kinds of ends that a call can have. */
  enum Outcome {
    /** It answered as its signature says. */
    OK,
    /** It did not take the input; whether that is its own fault, the other version says. */
    INPUT,
    /** It raised something, or its answer breaks its signature. */
    FAILURE,
    /** It did not end in time. */
    TIMEOUT,
    /** The client did not wait, or all of the machine is busy: that says nothing. */
    GONE
  }

  /**
   * It answered; {@code fault} is what is wrong with the answer, empty when nothing is; {@code
   * finite}: all numbers of it are.
   */
  record Answered(Outcome outcome, Predicting.Computed computed, String fault, boolean finite)
      implements Attempt {}

  /** It raised this. */
  record Raised(Outcome outcome, Throwable why) implements Attempt {
    /** What it raised, to be thrown; errors are thrown here. */
    RuntimeException thrown() {
      if (why instanceof Error error) {
        throw error;
      }
      return why instanceof RuntimeException raised ? raised : new IllegalStateException(why);
    }
  }

  /** Why it failed, as it is counted. */
  default Problem problem() {
    return switch (this) {
      case Answered(_, _, String fault, _) ->
          new Problem.Unavailable("MODEL_BROKEN", fault, Duration.ZERO);
      case Raised(_, Throwable why) -> Predicting.problem(why);
    };
  }
}
