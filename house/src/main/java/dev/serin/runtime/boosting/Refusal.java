package dev.serin.runtime.boosting;

import dev.serin.base.Problem;

/** The refusals of boosted models; each names the place in the file. */
public final class Refusal {
  private Refusal() {}

  /** The file contradicts itself. */
  public static Problem.Raised corrupt(String place, String what) {
    return raised("CORRUPT", place, what, "save the model again with the library that trained it");
  }

  /** A value whose meaning is not known here. */
  public static Problem.Raised value(String place, String what) {
    return raised("UNSUPPORTED_VALUE", place, what, "train or save it with a known value");
  }

  /** A limit of the load is exceeded. */
  public static Problem.Raised limit(String place, String what) {
    return raised("LIMIT_EXCEEDED", place, what, "make the model smaller or raise the budget");
  }

  /** A file of a release whose format is no longer read. */
  public static Problem.Raised legacy(String place, String what, String remedy) {
    return raised("LEGACY_FORMAT", place, what, remedy);
  }

  private static Problem.Raised raised(String code, String place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place, place + ": " + what, remedy));
  }
}
