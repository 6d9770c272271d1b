package dev.serin.kernel;

import dev.serin.base.Problem;

/** Makes the refusals of parameters whose structure cannot be computed with. */
public final class Corrupt {
  private Corrupt() {}

  /** A refusal of what stands at {@code place} in the file. */
  public static Problem.Raised at(String place, String message) {
    return new Problem.Raised(
        new Problem.Refused("CORRUPT", place, place + ": " + message, "save the model again"));
  }
}
