package dev.serin.app;

import dev.serin.base.Digest;
import dev.serin.cli.Command;
import dev.serin.cli.Commands;
import dev.serin.cli.Screen;
import dev.serin.cli.Tools;
import dev.serin.cli.rollout.RolloutCommands;
import dev.serin.ledger.Verification;
import dev.serin.plug.file.DataFolder;
import dev.serin.plug.onnx.OnnxRuntimeEngine;
import dev.serin.plug.sql.SqliteLedger;
import dev.serin.runtime.Limits;
import dev.serin.runtime.onnx.Foreign;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The front door: the command line, with what only this module can reach. */
public final class Main {
  static final String VERSION = "0.1.0";

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] words) {
    System.exit(run(List.of(words), Screen.system()));
  }

  /** Runs one command and gives its exit code. */
  static int run(List<String> words, Screen screen) {
    Logger.getLogger("").setLevel(Level.WARNING); // the HTTP library's own logging
    Tools tools =
        new Tools(
            VERSION,
            () -> Shelf.of(Limits.DEFAULT, new OnnxRuntimeEngine(), Foreign.ALLOW),
            Main::audit);
    List<Command> commands = new ArrayList<>(List.of(Serve.command()));
    commands.addAll(RolloutCommands.all());
    return new Commands(commands, tools).run(words, screen);
  }

  /** Checks the hash chain in a data folder that no server holds. */
  private static Tools.Verdict audit(Path data) {
    try (DataFolder folder = DataFolder.existing(data)) {
      return switch (SqliteLedger.verify(folder.ledger())) {
        case Verification.Sound(long facts, Digest head) ->
            new Tools.Verdict(true, facts, "the newest hash is " + head);
        case Verification.Broken(long position, String why) ->
            new Tools.Verdict(false, position - 1, "broken at position " + position + ": " + why);
      };
    }
  }
}
