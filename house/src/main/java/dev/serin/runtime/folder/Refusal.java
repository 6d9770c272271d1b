package dev.serin.runtime.folder;

import dev.serin.base.Problem;

/** The refusals of this room, in one wording. */
final class Refusal {
  private Refusal() {}

  static Problem.Raised of(String code, String place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place, what, remedy));
  }

  static Problem.Raised corrupt(String place, String what) {
    return of("CORRUPT", place, what, "correct the file, or save the model folder again");
  }

  static Problem.Raised value(String place, String what, String remedy) {
    return of("UNSUPPORTED_VALUE", place, what, remedy);
  }

  static Problem.Raised mismatch(String place, String what) {
    return of(
        "SIGNATURE_MISMATCH",
        place,
        what,
        "correct the description, or put the model beside it that it describes");
  }
}
