package dev.serin.runtime.onnx;

import dev.serin.base.Problem;

/** The refusals of this room, in one wording. */
final class Refusal {
  private Refusal() {}

  static Problem.Raised corrupt(String place, String what) {
    return of("CORRUPT", place, what, "fetch the file again, or check it with onnx.checker");
  }

  static Problem.Raised limit(String place, String which, long value, long limit) {
    return of(
        "LIMIT_EXCEEDED",
        place,
        which + " is " + value + ", the limit is " + limit,
        "raise runtime.budget if the file is wanted and its origin is known");
  }

  static Problem.Raised value(String place, String what, String remedy) {
    return of("UNSUPPORTED_VALUE", place, what, remedy);
  }

  static Problem.Raised external(String place, String location, String why) {
    return of(
        "EXTERNAL_REFERENCE",
        place,
        "its data should come from '" + location + "': " + why,
        "put the data file beside the .onnx into the model's folder, or save it in one file");
  }

  static Problem.Raised of(String code, String place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place, place + ": " + what, remedy));
  }
}
