package dev.serin.runtime.worker;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The administrator's Python: the program itself behind links and shims, its version, and the
 * folders that it needs to see. Asked outside of any isolation, since nothing of a model runs then.
 */
record Interpreter(String executable, String version, List<String> show) {
  private static final int MOST_OUTPUT = 1 << 20;
  private static final int SECONDS = 20;
  private static final String ASK =
      """
      import json, os, sys
      found = os.path.realpath(sys.executable)
      paths = [sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(found)] + sys.path
      real = [os.path.realpath(p) for p in paths if p]
      print(json.dumps({"executable": sys.executable, "version": "%d.%d.%d" % sys.version_info[:3],
                        "fine": sys.version_info >= (3, 6),
                        "show": sorted(set([p for p in paths if p] + real))}))
      """;

  Interpreter {
    show = List.copyOf(show);
  }

  /**
   * Asks the interpreter of this name or path.
   *
   * @throws Problem.Raised {@code Refused} WORKER_PYTHON_MISSING
   */
  static Interpreter find(String python) {
    ProcessBuilder builder = new ProcessBuilder(python, "-I", "-c", ASK);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(List.of("PATH", "HOME"));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      return answer(python, builder.start());
    } catch (IOException missing) {
      throw new Problem.Raised(
          Refusal.python(
                  "there is no Python '" + python + "': " + missing.getMessage(),
                  "install Python 3 (Debian, Fedora: package python3), or say where it is with"
                      + " runtime.worker.python")
              .problem(),
          missing);
    }
  }

  private static Interpreter answer(String python, Process process) throws IOException {
    try (InputStream in = process.getInputStream()) {
      process.getOutputStream().close();
      process
          .onExit()
          .completeOnTimeout(process, SECONDS, TimeUnit.SECONDS)
          .thenAccept(late -> late.toHandle().destroyForcibly());
      String text = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
      Json tree = Json.parse(text, 10);
      if (tree instanceof Json.Obj found
          && found.member("fine").filter(new Json.Bool(true)::equals).isPresent()) {
        List<String> show =
            found.list("show").stream().map(path -> ((Json.Str) path).value()).toList();
        return new Interpreter(
            found.text("executable").orElse(python), found.text("version").orElse("?"), show);
      }
      throw unfit(python, "it is " + text.strip());
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Refused refused && refused.code().equals("CORRUPT")) {
        throw new Problem.Raised(unfit(python, "it does not answer").problem(), raised);
      }
      throw raised;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Problem.Raised unfit(String python, String what) {
    return Refusal.python(
        "'" + python + "' is no Python 3.6 or newer: " + what,
        "say another with runtime.worker.python");
  }
}
