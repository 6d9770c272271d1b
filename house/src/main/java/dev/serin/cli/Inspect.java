package dev.serin.cli;

import dev.serin.runtime.Formats;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** {@code inspect}: what one model file is, whether it is safe, and what each step maps to. */
final class Inspect {
  private final Offline offline;

  Inspect(Supplier<Formats> formats) {
    offline = new Offline(formats);
  }

  Command command() {
    return new Command(
        "inspect",
        "says what a model file is without executing it: steps, signature, or the refusal",
        List.of(
            Command.JSON,
            Command.Option.value(
                "--golden",
                "ROWS",
                "compare with these rows and answers (default: FILE.golden.json)")),
        Command.Operands.one("FILE", "a model file, or the folder of one model"),
        this::run);
  }

  private int run(Words words, Screen screen) {
    Report report = offline.report(Path.of(words.only()), words.value("--golden").map(Path::of));
    if (words.has("--json")) {
      screen.json(report.json());
    } else {
      screen.lines(report.lines());
    }
    return report.fine() ? Commands.FINE : Commands.FAILED;
  }
}
