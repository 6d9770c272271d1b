package dev.serin.runtime.worker;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.util.Map;

/** The refusals of this room, in one wording. */
final class Refusal {
  private static final int LONGEST_MODULE = 100;

  /** Packages that are not called as the module that they hold. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "sklearn", "scikit-learn",
          "cv2", "opencv-python-headless",
          "PIL", "pillow",
          "yaml", "pyyaml",
          "skimage", "scikit-image",
          "imblearn", "imbalanced-learn");

  private Refusal() {}

  static Problem.Raised of(String code, String place, String what, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, place, what, remedy));
  }

  static Problem.Raised python(String what, String remedy) {
    return of("WORKER_PYTHON_MISSING", "runtime.worker.python", what, remedy);
  }

  static Problem.Raised isolation(String what) {
    return of(
        "WORKER_ISOLATION",
        "runtime.worker",
        "a worker cannot be shut off from this machine, so none is started: " + what,
        "run Serin on Linux as root, or allow user namespaces (sysctl user.max_user_namespaces,"
            + " kernel.unprivileged_userns_clone=1,"
            + " kernel.apparmor_restrict_unprivileged_userns=0); a container must allow unshare"
            + " and mount");
  }

  /** The refusal that an error of the worker's own side stands for. */
  static Problem.Raised of(Json.Obj error, String place, String python) {
    String code = error.text("code").orElse("WORKER_LOAD");
    String what = error.text("what").orElse("the worker does not say why");
    return switch (code) {
      case "WORKER_ISOLATION" -> isolation(what);
      case "WORKER_PACKAGE_MISSING" -> missing(error.text("module").orElse(""), what, python);
      case "WORKER_MEMORY" -> of(code, place, what, "raise runtime.worker.memory");
      case "SIGNATURE_MISSING" ->
          of(
              code,
              place,
              what,
              "put the model into a folder with a serin.json: {\"worker\": {\"inputs\":"
                  + " [{\"name\": \"x\", \"datatype\": \"FP64\", \"shape\": [-1, 4]}],"
                  + " \"outputs\": [{\"name\": \"predict\", \"datatype\": \"FP64\", \"shape\":"
                  + " [-1]}]}}, or save it with a signature (MLflow's infer_signature)");
      default ->
          of(
              "WORKER_LOAD",
              place,
              "Python cannot load the model: " + what,
              "load it with the same Python by hand; code that it needs belongs into code/ beside"
                  + " it");
    };
  }

  private static Problem.Raised missing(String module, String what, String python) {
    String top = module.split("\\.", 2)[0];
    boolean name = top.matches("[A-Za-z_][A-Za-z0-9_]*") && top.length() < LONGEST_MODULE;
    String line = name ? PACKAGES.getOrDefault(top, top) : "the package";
    return of(
        "WORKER_PACKAGE_MISSING",
        name ? module : "runtime.worker.python",
        "the worker's Python lacks the module '" + (name ? module : "?") + "' (" + what + ")",
        python + " -m pip install " + line + ", or put the module into code/ beside the model");
  }
}
