package dev.serin.runtime.torch.python.module;

import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.python.Execution;
import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Thing;
import java.util.List;
import java.util.Optional;

/** The class of a file that is the model, and what its {@code forward} takes. */
final class Classes {
  private Classes() {}

  /** The named class, or the first one that extends {@code nn.Module}. */
  static Thing.Kind chosen(Origin.Written written, Execution.Defined defined, Interpreter in) {
    for (Thing thing : defined.names().values()) {
      if (thing instanceof Thing.Kind kind
          && kind.ofFile()
          && kind.extendsLibrary("Module")
          && (written.name().isEmpty() || kind.name().equals(written.name()))) {
        return kind;
      }
    }
    throw Refusal.of(
        "UNSUPPORTED_CLASS",
        in.place(),
        written.name().isEmpty()
            ? "the file has no class that extends nn.Module"
            : "the file has no class '" + written.name() + "' that extends nn.Module",
        "give the file that defines the class, or name it in serin.json: "
            + "{\"torch\":{\"class\":\"Net\"}}");
  }

  private static Optional<Thing.Function> forward(Thing.Instance model) {
    return model
        .kind()
        .member("forward")
        .filter(Thing.Function.class::isInstance)
        .map(Thing.Function.class::cast);
  }

  /** The names of the arguments that {@code forward} cannot do without. */
  static List<String> needed(Thing.Instance model, Interpreter in) {
    return forward(model)
        .map(Thing.Function::needed)
        .orElseThrow(() -> Refusal.value(in.place(), "the class has no forward()"));
  }

  static boolean takes(Thing.Instance model, String name) {
    return forward(model).map(function -> function.takes(name)).orElse(false);
  }
}
