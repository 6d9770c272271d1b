package dev.serin.cli.rollout;

import dev.serin.base.Json;
import dev.serin.cli.Command;
import dev.serin.cli.Commands;
import dev.serin.cli.Failure;
import dev.serin.cli.Remote;
import dev.serin.cli.Screen;
import dev.serin.cli.Server;
import dev.serin.cli.Table;
import dev.serin.cli.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code rollout …}: versions that have to prove themselves on a server. */
public final class RolloutCommands {
  static final Command.Operands ROLLOUT =
      Command.Operands.one("ROLLOUT", "a roll-out by its id, or a model: its newest one");

  private static final Command.Operands MODEL = Command.Operands.one("MODEL", "a model");

  private RolloutCommands() {}

  /** All of them. */
  public static List<Command> all() {
    List<Command> commands = new ArrayList<>();
    commands.add(
        new Command(
            "rollout start",
            "gives a version a part of the requests, and lets evidence decide",
            startOptions(),
            MODEL,
            RolloutCommands::start));
    commands.add(simple("status", "shows how a roll-out stands", RolloutCommands::status));
    commands.add(new Watch().command());
    commands.add(
        new Command(
            "rollout wait",
            "waits until a roll-out is decided; exit code 1 when it was rolled back or takes"
                + " longer",
            List.of(
                Command.Option.value("--timeout", "TIME", "at most so long, such as 20s or 15m"),
                Server.OPTION,
                Command.JSON),
            ROLLOUT,
            RolloutCommands::await));
    commands.addAll(Actions.commands());
    commands.add(
        new Command(
            "rollout history",
            "lists the versions and roll-outs of a model, newest first",
            List.of(Server.OPTION, Command.JSON),
            MODEL,
            RolloutCommands::history));
    commands.add(
        simple(
            "explain",
            "tells in words what a roll-out did and why, from the audit trail",
            RolloutCommands::explain));
    List<Command.Option> simulating = new ArrayList<>(Document.OPTIONS);
    simulating.addAll(List.of(Server.OPTION, Command.JSON));
    commands.add(
        new Command(
            "rollout simulate",
            "says what another policy would have decided from the same calls",
            simulating,
            ROLLOUT,
            RolloutCommands::simulate));
    return List.copyOf(commands);
  }

  private static Command simple(String verb, String summary, Command.Action action) {
    return new Command(
        "rollout " + verb, summary, List.of(Server.OPTION, Command.JSON), ROLLOUT, action);
  }

  private static List<Command.Option> startOptions() {
    List<Command.Option> options = new ArrayList<>(Document.OPTIONS);
    options.add(0, Command.Option.value("--version", "N", "the version that has to prove itself"));
    options.add(Command.Option.value("--key", "TEXT", "the same key begins it only once"));
    options.add(Command.Option.flag("--supersede", "end a roll-out that runs, and begin this one"));
    options.add(
        Command.Option.flag("--allow-signature-change", "though clients may have to change"));
    options.add(Command.Option.flag("--watch", "and show it until it is decided"));
    options.add(Server.OPTION);
    options.add(Command.JSON);
    return options;
  }

  private static int start(Words words, Screen screen) throws InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "version",
        words
            .value("--version")
            .orElseThrow(() -> Failure.usage("--version", "name the version by --version N")));
    body.put("policy", Document.of(words));
    words.value("--key").ifPresent(key -> body.put("idempotencyKey", key));
    body.put("supersede", words.has("--supersede"));
    body.put("allowSignatureChange", words.has("--allow-signature-change"));
    Server server = new Server(words, screen);
    Json.Obj rollout = server.post(Found.ofModel(words.only()), Json.of(body).text());
    if (words.has("--watch")) {
      return new Watch.Showing(new Found(server), screen, words.has("--json"), false).of(rollout);
    }
    print(rollout, words, screen);
    return Commands.FINE;
  }

  /** A roll-out after an action. */
  static void print(Json.Obj rollout, Words words, Screen screen) {
    if (words.has("--json")) {
      screen.json(rollout);
    } else {
      screen.line(new View(rollout).head());
    }
  }

  private static int status(Words words, Screen screen) throws InterruptedException {
    Json.Obj rollout = new Found(new Server(words, screen)).rollout(words.only());
    if (words.has("--json")) {
      screen.json(rollout);
    } else {
      screen.lines(new View(rollout).lines());
    }
    return Commands.FINE;
  }

  private static int await(Words words, Screen screen) throws InterruptedException {
    Server server = new Server(words, screen);
    Json.Obj rollout = new Found(server).rollout(words.only());
    String timeout =
        words.value("--timeout").map(it -> "?timeout=" + Server.segment(it)).orElse("");
    Json.Obj after;
    do {
      after = server.awaited(Found.path(rollout) + "/wait" + timeout);
    } while (timeout.isEmpty() && Ending.of(after) == Ending.OPEN);
    if (words.has("--json")) {
      screen.json(after);
    } else {
      screen.line(new View(after).head());
      String reason = Amounts.reason(after);
      if (!reason.isEmpty()) {
        screen.line("  " + Table.printable(reason));
      }
    }
    return Ending.of(after).exit();
  }

  private static int history(Words words, Screen screen) throws InterruptedException {
    Json.Obj history = new Server(words, screen).get(Remote.path(words.only()) + "/history");
    if (words.has("--json")) {
      screen.json(history);
      return Commands.FINE;
    }
    Table table = new Table("ROLLOUT", "FROM", "TO", "STATE", "BEGAN", "REASON");
    List<Json.Obj> rollouts = Remote.objects(history, "rollouts");
    for (Json.Obj rollout : rollouts) {
      table.row(
          Remote.shown(rollout, "id"),
          Remote.shown(rollout, "fromVersion"),
          Remote.shown(rollout, "toVersion"),
          Remote.shown(rollout, "state"),
          Remote.shown(rollout, "began"),
          Amounts.reason(rollout));
    }
    screen.lines(rollouts.isEmpty() ? List.of("no roll-outs") : table.lines());
    return Commands.FINE;
  }

  private static int explain(Words words, Screen screen) throws InterruptedException {
    Found found = new Found(new Server(words, screen));
    Json.Obj rollout = found.rollout(words.only());
    Json.Obj events = found.events(rollout, 0);
    if (words.has("--json")) {
      screen.json(events);
      return Commands.FINE;
    }
    screen.line(new View(rollout).head());
    screen.lines(Story.lines(Remote.objects(events, "events")));
    return Commands.FINE;
  }

  private static int simulate(Words words, Screen screen) throws InterruptedException {
    Server server = new Server(words, screen);
    Json.Obj rollout = new Found(server).rollout(words.only());
    Json.Obj answer =
        server.post(
            Found.path(rollout) + "/simulate", Json.Obj.of("policy", Document.of(words)).text());
    if (words.has("--json")) {
      screen.json(answer);
      return Commands.FINE;
    }
    String reason = Amounts.reason(answer);
    screen.line(
        Table.printable(
            "with this policy: "
                + Remote.shown(answer, "outcome")
                + (reason.isEmpty() ? "" : ", " + reason)));
    for (Json.Obj point : Remote.objects(answer, "points")) {
      String why = Amounts.reason(point);
      screen.line(
          Table.printable(
              "  %s  %s%s"
                  .formatted(
                      Amounts.clock(point, "evalSeconds"),
                      Remote.shown(point, "verdict"),
                      why.isEmpty() ? "" : ": " + why)));
    }
    return Commands.FINE;
  }
}
