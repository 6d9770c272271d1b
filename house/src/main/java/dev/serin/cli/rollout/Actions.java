package dev.serin.cli.rollout;

import dev.serin.base.Json;
import dev.serin.cli.Command;
import dev.serin.cli.Commands;
import dev.serin.cli.Failure;
import dev.serin.cli.Remote;
import dev.serin.cli.Screen;
import dev.serin.cli.Server;
import dev.serin.cli.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people do to a running roll-out: each action needs a reason, which the audit keeps. */
final class Actions {
  private static final Command.Option REASON =
      Command.Option.value("--reason", "TEXT", "why, for the audit trail");
  private static final Command.Option REVISION =
      Command.Option.value("--revision", "N", "only if this is still its revision");
  private static final Command.Option FORCE =
      Command.Option.flag("--force", "in spite of evidence that is missing");
  private static final Command.Option DRAIN =
      Command.Option.flag("--drain", "and give the canary no request meanwhile");

  private Actions() {}

  static List<Command> commands() {
    return List.of(
        action("pause", "stops the clock of a roll-out", DRAIN),
        action("resume", "lets the clock of a roll-out run on"),
        action("promote", "makes the canary the champion; with --force without evidence", FORCE),
        action("rollback", "takes the canary back"),
        new Command(
            "rollout weight",
            "gives the canary another part of the requests, such as 0.1",
            options(),
            new Command.Operands("ROLLOUT WEIGHT", 2, 2, "the roll-out or model, and 0 to 1"),
            Actions::weight),
        new Command(
            "rollout revert",
            "makes a version the champion again at once, without a roll-out",
            List.of(
                Command.Option.value("--to", "N", "the version"),
                REASON,
                Server.OPTION,
                Command.JSON),
            Command.Operands.one("MODEL", "a model"),
            Actions::revert));
  }

  private static Command action(String verb, String summary, Command.Option... more) {
    return new Command(
        "rollout " + verb,
        summary,
        options(more),
        RolloutCommands.ROLLOUT,
        (words, screen) -> done(verb, words, screen));
  }

  private static List<Command.Option> options(Command.Option... more) {
    List<Command.Option> options = new ArrayList<>(List.of(more));
    options.addAll(List.of(REASON, REVISION, Server.OPTION, Command.JSON));
    return options;
  }

  private static Map<String, Object> body(Words words) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "reason",
        words
            .value("--reason")
            .orElseThrow(() -> Failure.usage("--reason", "say why by --reason TEXT")));
    for (String flag : List.of("force", "drain")) {
      if (words.has("--" + flag)) {
        body.put(flag, true);
      }
    }
    return body;
  }

  private static int done(String verb, Words words, Screen screen) throws InterruptedException {
    return changed("POST", "/" + verb, words, screen, (Json.Obj) Json.of(body(words)));
  }

  private static int weight(Words words, Screen screen) throws InterruptedException {
    Map<String, Object> body = body(words);
    String text = words.operands().getLast();
    try {
      body.put("weight", Double.valueOf(text));
    } catch (NumberFormatException _) {
      throw Failure.usage("WEIGHT", "'" + text + "' is no number from 0 to 1");
    }
    return changed("PATCH", "/weight", words, screen, (Json.Obj) Json.of(body));
  }

  private static int changed(String method, String what, Words words, Screen screen, Json.Obj body)
      throws InterruptedException {
    Server server = new Server(words, screen);
    Json.Obj rollout = new Found(server).rollout(words.operands().getFirst());
    Json.Obj after =
        server.change(method, Found.path(rollout) + what, body, words.value("--revision"));
    RolloutCommands.print(after, words, screen);
    return Commands.FINE;
  }

  private static int revert(Words words, Screen screen) throws InterruptedException {
    Map<String, Object> body = body(words);
    body.put(
        "toVersion",
        words.value("--to").orElseThrow(() -> Failure.usage("--to", "name the version by --to N")));
    Json.Obj answer =
        new Server(words, screen).post(Remote.path(words.only()) + "/revert", Json.of(body).text());
    if (words.has("--json")) {
      screen.json(answer);
    } else {
      screen.line(words.only() + " version " + Remote.shown(answer, "version") + " is champion");
    }
    return Commands.FINE;
  }
}
