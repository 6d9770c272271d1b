package dev.serin.runtime.torch;

import dev.serin.base.Problem;

/** The refusals of the torch rooms, in one wording. */
public final class Refusal {
  private static final String ONNX = "export the model with torch.onnx.export";

  private Refusal() {}

  /** The file is damaged there, or what it says does not fit together. */
  public static Problem.Raised corrupt(String place, String what) {
    return of("CORRUPT", place, what, "the file is damaged: fetch it or save the model again");
  }

  /** The operator is known, this value of an argument is not. */
  public static Problem.Raised value(String place, String what) {
    return of("UNSUPPORTED_VALUE", place, what, "build the model without it, or " + ONNX);
  }

  /** The operator is not known. */
  public static Problem.Raised operator(String place, String what) {
    return of("UNSUPPORTED_OP", place, what, "build the model without it, or " + ONNX);
  }

  /** The operator touches the world outside of the model. */
  public static Problem.Raised forbidden(String place, String operator) {
    return of(
        "FORBIDDEN_OP",
        place,
        "the operator " + operator + " reads or writes outside of the model",
        "remove it from the model; do not trust a file that you did not expect to have it");
  }

  /** The model would learn or drop at random. */
  public static Problem.Raised training(String place, String operator) {
    return of(
        "TRAINING_MODE",
        place,
        operator + " is in training mode",
        "call model.eval() before the model is saved");
  }

  /** Which way the model takes depends on the numbers. */
  public static Problem.Raised dataDependent(String place, String what) {
    return of(
        "DATA_DEPENDENT_CONTROL_FLOW",
        place,
        what + " depends on the numbers of the input",
        "write it with torch.where or a fixed number of steps, or run it before the model");
  }

  /** Shapes of inputs are needed and cannot be found in the file. */
  public static Problem.Raised signature(String place, String what) {
    return of(
        "SIGNATURE_MISSING",
        place,
        what,
        "put a serin.json beside it in a folder: {\"torch\":{\"inputs\":[{\"name\":\"x\","
            + "\"datatype\":\"FP32\",\"shape\":[-1,3,224,224]}]}}, or save it with torch.export");
  }

  /** A number is beyond what is allowed. */
  public static Problem.Raised limit(String place, String which, long value, long limit) {
    return of(
        "LIMIT_EXCEEDED",
        place,
        which + " is " + value + ", the limit is " + limit,
        "raise runtime.budget if the model is wanted and its origin is known");
  }

  /** Any other refusal. */
  public static Problem.Raised of(String code, String place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place, place + ": " + what, remedy));
  }
}
