package dev.serin.runtime.keras;

import dev.serin.base.Problem;

/** The refusals of this room, in one wording. */
final class Refusal {
  private static final String REMEDY_LAYER =
      "build the model without it, or export the model to ONNX";

  private Refusal() {}

  static Problem.Raised corrupt(String place, String what) {
    return of("CORRUPT", place, what, "the file is damaged: fetch it or save the model again");
  }

  static Problem.Raised value(String place, String what) {
    return of("UNSUPPORTED_VALUE", place, what, REMEDY_LAYER);
  }

  static Problem.Raised layer(String place, String what) {
    return of("UNSUPPORTED_LAYER", place, what, REMEDY_LAYER);
  }

  static Problem.Raised of(String code, String place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place, place + ": " + what, remedy));
  }
}
