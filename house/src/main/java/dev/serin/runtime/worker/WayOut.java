package dev.serin.runtime.worker;

import dev.serin.base.Digest;
import dev.serin.base.Problem;
import java.util.Set;

/** Names the isolated worker in refusals of what only Python itself could run. */
public final class WayOut {
  private static final Set<String> CODE = Set.of("UNSUPPORTED_CLASS", "CUSTOM_CODE");
  private static final Set<String> PYTHON = Set.of("sklearn", "mlflow", "torch");

  private WayOut() {}

  /** The refusal of a file of this format and digest, with this way out where it is one. */
  public static Problem.Refused in(Problem.Refused refused, String format, Digest digest) {
    boolean runnable =
        refused.code().equals("FULL_PICKLED_MODULE")
            || CODE.contains(refused.code()) && PYTHON.contains(format)
            || refused.code().equals("UNSUPPORTED_FORMAT") && format.equals("mlflow");
    return runnable
        ? new Problem.Refused(
            refused.code(), refused.place(), refused.message(), refused.remedy() + text(digest))
        : refused;
  }

  private static String text(Digest digest) {
    return "; or an administrator may allow exactly this file to run as Python in an isolated"
        + " worker: runtime.worker.allow: "
        + digest;
  }
}
