package dev.serin.serving;

import dev.serin.base.Problem;

/** The few words by which calls are counted, so that there are never many series. */
final class Outcomes {
  private Outcomes() {}

  static String word(Problem problem) {
    return switch (problem) {
      case Problem.Invalid _ -> "input_fault";
      case Problem.TooLate _ -> "timeout";
      case Problem.Busy _ -> "busy";
      case Problem.TooLarge _,
          Problem.Unknown _,
          Problem.Conflict _,
          Problem.Refused _,
          Problem.Denied _,
          Problem.Unavailable _,
          Problem.Full _ ->
          "failure";
    };
  }
}
