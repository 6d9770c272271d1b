package dev.serin.cli;

import dev.serin.base.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** {@code audit verify}: follows the hash chain of the audit trail, here or on a server. */
final class AuditVerify {
  private final Function<Path, Tools.Verdict> offline;

  AuditVerify(Function<Path, Tools.Verdict> offline) {
    this.offline = offline;
  }

  Command command() {
    return new Command(
        "audit verify",
        "checks that no event of the audit trail was changed or removed",
        List.of(
            Command.Option.value("--data", "DIR", "a data folder that no server holds"),
            Server.OPTION,
            Command.JSON),
        Command.Operands.NONE,
        this::run);
  }

  private int run(Words words, Screen screen) throws InterruptedException {
    if (words.has("--data") && words.has("--server")) {
      throw Failure.usage("--data", "give --data or --server, not both");
    }
    Json.Obj verdict =
        words.has("--data")
            ? offline.apply(Path.of(words.value("--data").orElseThrow())).json()
            : new Server(words, screen).get("/serin/v1/audit/verify");
    boolean sound = Remote.yes(verdict, "sound");
    if (words.has("--json")) {
      screen.json(verdict);
    } else {
      screen.line(
          sound
              ? "the audit trail is sound: " + Remote.shown(verdict, "events") + " events"
              : "the audit trail is broken: " + Table.printable(Remote.shown(verdict, "why")));
    }
    return sound ? Commands.FINE : Commands.FAILED;
  }
}
