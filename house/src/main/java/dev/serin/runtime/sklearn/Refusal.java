package dev.serin.runtime.sklearn;

import dev.serin.base.Problem;

/** The refusals of a file, by the codes of the design; each message names the place. */
public final class Refusal {
  private Refusal() {}

  /** The file contradicts itself. */
  public static Problem.Raised corrupt(String place, String what) {
    return raised("CORRUPT", place, what, "save the model again with the library that fitted it");
  }

  /** An option, attribute or datatype whose meaning is not known here. */
  public static Problem.Raised value(String place, String what) {
    return raised("UNSUPPORTED_VALUE", place, what, "fit the step with a listed value");
  }

  /** A limit of the load is exceeded. */
  public static Problem.Raised limit(String place, String what) {
    return raised("LIMIT_EXCEEDED", place, what, "make the model smaller or raise the budget");
  }

  /** The class {@code type}, as the file names it, at {@code place}. */
  public static Problem.Raised type(String place, String type) {
    if (custom(type)) {
      return raised(
          "CUSTOM_CODE",
          place,
          "is " + type + ", code of the author's own session",
          "use classes of scikit-learn only, or enable the Python worker");
    }
    if (type.startsWith("sklearn.")) {
      return raised(
          "UNSUPPORTED_CLASS",
          place,
          "is " + type + ", which is not among the scikit-learn classes that are served",
          "replace the step or enable the Python worker");
    }
    return raised(
        "UNSUPPORTED_CLASS",
        place,
        "is " + type + ": only scikit-learn classes can be read",
        "move it out of the model or enable the Python worker");
  }

  private static boolean custom(String type) {
    return type.startsWith("__main__.")
        || type.startsWith("cloudpickle.")
        || type.startsWith("dill.");
  }

  private static Problem.Raised raised(String code, String place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place, place + " " + what, remedy));
  }
}
