package dev.serin.base;

import java.time.Duration;

/**
 * What went wrong, as data: a stable code and a text for people that says what was wrong and what
 * would be right. It travels inside {@link Raised} and is translated once, at a door.
 */
public sealed interface Problem {

  /** A stable word for programs, such as {@code MODEL_UNKNOWN}. */
  String code();

  /** One sentence for people. */
  String message();

  /** Something that was named does not exist. */
  record Unknown(String code, String message) implements Problem {}

  /** The state does not allow it, or somebody else was first. */
  record Conflict(String code, String message) implements Problem {}

  /** The request is wrong at {@code field}. */
  record Invalid(String code, String field, String message) implements Problem {}

  /**
   * A file is not accepted: {@code code} is one of the design's refusal codes, {@code place} where
   * in the file (a path in the pipeline, an offset), {@code remedy} what to do.
   */
  record Refused(String code, String place, String message, String remedy) implements Problem {}

  /** The principal may not do it. */
  record Denied(String code, String message) implements Problem {}

  /** A body, file or batch exceeds a limit. */
  record TooLarge(String code, String message) implements Problem {}

  /** The deadline has passed. */
  record TooLate(String code, String message) implements Problem {}

  /** Too much work is waiting; try again after {@code retryAfter}. */
  record Busy(String code, String message, Duration retryAfter) implements Problem {}

  /** It cannot be done now; try again after {@code retryAfter}. */
  record Unavailable(String code, String message, Duration retryAfter) implements Problem {}

  /** A store is full or cannot be written. */
  record Full(String code, String message) implements Problem {}

  /** The one carrier of problems. */
  final class Raised extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    /** Carries {@code problem} to the door. */
    public Raised(Problem problem) {
      super(problem.code() + ": " + problem.message());
      this.problem = problem;
    }

    /** Carries {@code problem} to the door, with what caused it for the log. */
    public Raised(Problem problem, Throwable cause) {
      super(problem.code() + ": " + problem.message(), cause);
      this.problem = problem;
    }

    /** What went wrong. */
    public Problem problem() {
      return problem;
    }
  }
}
