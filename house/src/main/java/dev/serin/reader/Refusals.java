package dev.serin.reader;

import dev.serin.base.Problem;

/** The refusals of this room and its children, in one wording. */
public final class Refusals {
  private Refusals() {}

  /** The file is damaged there. */
  public static Problem.Raised corrupt(Place place, String what) {
    return refused("CORRUPT", place, what, "the file is damaged or not complete: copy it again");
  }

  /** The file is damaged there, as something below found out. */
  public static Problem.Raised corrupt(Place place, String what, Throwable cause) {
    return new Problem.Raised(corrupt(place, what).problem(), cause);
  }

  /** A number in the file is beyond what is allowed. */
  public static Problem.Raised limit(Place place, String which, long value, long limit) {
    return refused(
        "LIMIT_EXCEEDED",
        place,
        which + " is " + value + ", the limit is " + limit,
        "raise the limit under runtime.budget if the file is wanted");
  }

  /** The file is sound, but this is not read. */
  public static Problem.Raised value(Place place, String what) {
    return refused(
        "UNSUPPORTED_VALUE", place, what, "save the model again without it, if that is possible");
  }

  /** A form that its library does not write any more. */
  public static Problem.Raised legacy(Place place, String what) {
    return refused(
        "LEGACY_FORMAT", place, what, "save the model again with a newer version of the library");
  }

  /** The file wants something from outside of it. */
  public static Problem.Raised external(Place place, String what) {
    return refused("EXTERNAL_REFERENCE", place, what, "put everything into one file");
  }

  /** Any other refusal. */
  public static Problem.Raised refused(String code, Place place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place.text(), what, remedy));
  }
}
