package dev.serin.runtime.keras;

import dev.serin.base.Problem;

/** The refusals of this room, in one wording. */
public final class Refusal {
  private static final String REMEDY_LAYER =
      "build the model without it, or export the model to ONNX";

  private Refusal() {}

  public static Problem.Raised corrupt(String place, String what) {
    return of("CORRUPT", place, what, "the file is damaged: fetch it or save the model again");
  }

  public static Problem.Raised value(String place, String what) {
    return of("UNSUPPORTED_VALUE", place, what, REMEDY_LAYER);
  }

  public static Problem.Raised layer(String place, String what) {
    return of("UNSUPPORTED_LAYER", place, what, REMEDY_LAYER);
  }

  static Problem.Raised limit(String place, String which, long value, long limit) {
    return of(
        "LIMIT_EXCEEDED",
        place,
        which + " is " + value + ", the limit is " + limit,
        "raise runtime.budget if the model is wanted and its origin is known");
  }

  public static Problem.Raised of(String code, String place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place, place + ": " + what, remedy));
  }
}
