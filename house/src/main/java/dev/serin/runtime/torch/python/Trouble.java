package dev.serin.runtime.torch.python;

import dev.serin.base.Problem;

/** The refusals of this room, in one wording. */
public final class Trouble {
  private static final String REMEDY = "export the model with torch.export and give the .pt2 file";

  private Trouble() {}

  /** Code that reaches out of the model. */
  public static Problem.Raised custom(String place, String what) {
    return of("CUSTOM_CODE", place, what + ": a model_class.py is read, never run");
  }

  /** Something that this reader does not know, or that Python itself would not do. */
  public static Problem.Raised value(String place, String what) {
    return of("UNSUPPORTED_VALUE", place, what);
  }

  /** A decision that only the numbers of a request could make. */
  public static Problem.Raised dependent(String place, String what) {
    return of("DATA_DEPENDENT_CONTROL_FLOW", place, what);
  }

  static Problem.Raised limit(String place, String which, long limit) {
    return of("LIMIT_EXCEEDED", place, which + " is more than " + limit);
  }

  /** Any refusal whose way out is an export. */
  public static Problem.Raised of(String code, String place, String what) {
    return new Problem.Raised(new Problem.Refused(code, place, place + ": " + what, REMEDY));
  }
}
