package dev.serin.registry;

import dev.serin.base.Problem;
import java.util.Objects;

/**
 * Why a file did not become a version: the parts of {@link Problem.Refused}, and where the file
 * came from.
 */
public record Refusal(String code, String place, String message, String remedy, String origin) {
  public Refusal {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(remedy, "remedy");
    Objects.requireNonNull(origin, "origin");
  }

  /** The refusal that this problem is for a file from there. */
  public static Refusal of(Problem.Refused problem, String origin) {
    return new Refusal(
        problem.code(), problem.place(), problem.message(), problem.remedy(), origin);
  }

  /** The problem to raise. */
  public Problem.Refused problem() {
    return new Problem.Refused(code, place, message, remedy);
  }
}
