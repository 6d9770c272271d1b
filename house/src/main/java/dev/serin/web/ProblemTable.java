package dev.serin.web;

import dev.serin.base.Problem;
import java.time.Duration;
import java.util.Optional;

/** The one table from problems to statuses, and how long to wait before trying again. */
public final class ProblemTable {
  /** The code of a conflict with a newer revision than the client has seen. */
  public static final String STALE = "REVISION_STALE";

  private ProblemTable() {}

  /** The status of a problem; a door that has no 422 says 400 for a refusal. */
  public static int status(Problem problem) {
    return switch (problem) {
      case Problem.Invalid _ -> 400;
      case Problem.Denied _ -> 403;
      case Problem.Unknown _ -> 404;
      case Problem.Conflict(String code, _) -> code.equals(STALE) ? 412 : 409;
      case Problem.TooLarge _ -> 413;
      case Problem.Refused _ -> 422;
      case Problem.Busy _ -> 429;
      case Problem.Unavailable _ -> 503;
      case Problem.TooLate _ -> 504;
      case Problem.Full _ -> 507;
    };
  }

  /** The status for a door that knows no 422. */
  public static int statusBelow422(Problem problem) {
    return problem instanceof Problem.Refused ? 400 : status(problem);
  }

  /** The answer with {@code Retry-After} in seconds where waiting helps. */
  public static Answer retry(Answer answer, Problem problem) {
    Optional<Duration> after =
        switch (problem) {
          case Problem.Busy busy -> Optional.of(busy.retryAfter());
          case Problem.Unavailable unavailable -> Optional.of(unavailable.retryAfter());
          case Problem.Invalid _,
              Problem.Denied _,
              Problem.Unknown _,
              Problem.Conflict _,
              Problem.TooLarge _,
              Problem.Refused _,
              Problem.TooLate _,
              Problem.Full _ ->
              Optional.empty();
        };
    return after
        .map(wait -> answer.with("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))))
        .orElse(answer);
  }

  /** Where the request or file is wrong, if the problem says so. */
  public static Optional<String> field(Problem problem) {
    return switch (problem) {
      case Problem.Invalid(_, String field, _) -> Optional.of(field);
      case Problem.Refused(_, String place, _, _) -> Optional.of(place);
      case Problem.Denied _,
          Problem.Unknown _,
          Problem.Conflict _,
          Problem.TooLarge _,
          Problem.Busy _,
          Problem.Unavailable _,
          Problem.TooLate _,
          Problem.Full _ ->
          Optional.empty();
    };
  }
}
