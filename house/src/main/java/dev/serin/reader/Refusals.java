package dev.serin.reader;

import dev.serin.base.Problem;

/** The refusals of this room, in one wording. */
final class Refusals {
  private Refusals() {}

  static Problem.Raised corrupt(Place place, String what) {
    return refused("CORRUPT", place, what, "the file is damaged or not complete: copy it again");
  }

  static Problem.Raised corrupt(Place place, String what, Throwable cause) {
    return new Problem.Raised(corrupt(place, what).problem(), cause);
  }

  static Problem.Raised limit(Place place, String which, long value, long limit) {
    return refused(
        "LIMIT_EXCEEDED",
        place,
        which + " is " + value + ", the limit is " + limit,
        "raise the limit under runtime.budget if the file is wanted");
  }

  static Problem.Raised value(Place place, String what) {
    return refused(
        "UNSUPPORTED_VALUE", place, what, "save the model again without it, if that is possible");
  }

  static Problem.Raised legacy(Place place, String what) {
    return refused(
        "LEGACY_FORMAT", place, what, "save the model again with a newer version of the library");
  }

  static Problem.Raised external(Place place, String what) {
    return refused("EXTERNAL_REFERENCE", place, what, "put everything into one file");
  }

  static Problem.Raised refused(String code, Place place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place.text(), what, remedy));
  }
}
