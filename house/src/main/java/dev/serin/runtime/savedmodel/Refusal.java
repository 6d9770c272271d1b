package dev.serin.runtime.savedmodel;

import dev.serin.base.Problem;

/** The refusals of this room, each with its way out. */
final class Refusal {
  private Refusal() {}

  static Problem.Raised of(String code, String place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place, what, remedy));
  }

  static Problem.Raised corrupt(String place, String what) {
    return of("CORRUPT", place, what, "the folder is damaged or not complete: export it again");
  }

  static Problem.Raised value(String place, String what) {
    return of(
        "UNSUPPORTED_VALUE",
        place,
        what,
        "leave it out of the exported function, or convert the model to ONNX with tf2onnx");
  }

  static Problem.Raised operator(String place, String operator) {
    return of(
        "UNSUPPORTED_OP",
        place,
        "the operator " + operator + " has no equal in the graphs that are served",
        "leave it out of the exported function, or convert the model to ONNX with tf2onnx");
  }

  static Problem.Raised limit(String place, String which, long value, long limit) {
    return of(
        "LIMIT_EXCEEDED",
        place,
        which + " is " + value + ", the limit is " + limit,
        "raise runtime.budget if the model is wanted and its origin is known");
  }
}
