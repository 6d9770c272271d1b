package dev.serin.cli;

import dev.serin.base.Json;
import java.util.List;
import java.util.stream.Collectors;

/** {@code models}, {@code status}, {@code activate}, {@code deactivate}: words with a server. */
final class RemoteModels {
  private static final List<Command.Option> OPTIONS = List.of(Server.OPTION, Command.JSON);

  private RemoteModels() {}

  static List<Command> commands() {
    return List.of(
        new Command(
            "models",
            "lists the models of a server",
            OPTIONS,
            Command.Operands.NONE,
            RemoteModels::models),
        new Command(
            "status",
            "shows the models of a server, or one of them with all its versions",
            OPTIONS,
            Command.Operands.optional("NAME", "a model"),
            RemoteModels::status),
        new Command(
            "activate",
            "makes a server load a model and answer with it",
            OPTIONS,
            Command.Operands.one("NAME", "a model"),
            (words, screen) -> moved(words, screen, "activate")),
        new Command(
            "deactivate",
            "makes a server stop answering with a model, after its running calls",
            OPTIONS,
            Command.Operands.one("NAME", "a model"),
            (words, screen) -> moved(words, screen, "deactivate")));
  }

  private static int models(Words words, Screen screen) throws InterruptedException {
    Json.Obj answer = new Server(words, screen).get(Remote.MODELS);
    if (words.has("--json")) {
      screen.json(answer);
      return Commands.FINE;
    }
    List<Json.Obj> models = Remote.objects(answer, "models");
    Table table = new Table("NAME", "STATE", "VERSION", "LATEST", "FORMAT", "REMARK");
    for (Json.Obj model : models) {
      table.row(
          Remote.shown(model, "name"),
          state(model),
          Remote.shown(model, "version"),
          Remote.shown(model, "latest"),
          Remote.shown(model, "format"),
          remark(model));
    }
    screen.lines(models.isEmpty() ? List.of("no models") : table.lines());
    return Commands.FINE;
  }

  private static String state(Json.Obj model) {
    if (Remote.yes(model, "active")) {
      return "active";
    }
    if (Remote.yes(model, "wanted")) {
      return "wanted, not available";
    }
    return model.member("latest").isEmpty() && model.object("refused").isPresent()
        ? "refused"
        : "inactive";
  }

  private static String remark(Json.Obj model) {
    return model
        .object("refused")
        .map(refusal -> Remote.shown(refusal, "code") + ": " + Remote.shown(refusal, "message"))
        .orElse("");
  }

  private static int status(Words words, Screen screen) throws InterruptedException {
    if (words.operand().isEmpty()) {
      return models(words, screen);
    }
    Json.Obj model = new Server(words, screen).get(Remote.path(words.only()));
    if (words.has("--json")) {
      screen.json(model);
      return Commands.FINE;
    }
    screen.line(Table.printable(Remote.shown(model, "name") + ": " + state(model)));
    if (model.object("refused").isPresent()) {
      screen.line("  last refused: " + Table.printable(remark(model)));
    }
    screen.lines(versions(model).lines());
    return Commands.FINE;
  }

  private static Table versions(Json.Obj model) {
    Table table = new Table("VERSION", "STATE", "LOADED", "ALIASES", "FORMAT", "DIGEST", "SINCE");
    for (Json.Obj version : Remote.versions(model)) {
      String number = Remote.number(version);
      String digest = Remote.shown(version, "digest");
      table.row(
          number,
          Remote.shown(version, "state"),
          loaded(model, number),
          aliases(model, number),
          Remote.shown(version, "format"),
          digest.substring(0, Math.min(digest.length(), 12)),
          Remote.shown(version, "at"));
    }
    return table;
  }

  private static String loaded(Json.Obj model, String version) {
    return model
        .object("states")
        .flatMap(states -> states.object(version))
        .map(state -> Remote.shown(state, "state"))
        .orElse("-");
  }

  private static String aliases(Json.Obj model, String version) {
    String names =
        model.object("aliases").stream()
            .flatMap(aliases -> aliases.members().entrySet().stream())
            .filter(alias -> Remote.plain(alias.getValue()).equals(version))
            .map(alias -> alias.getKey())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "-" : names;
  }

  private static int moved(Words words, Screen screen, String verb) throws InterruptedException {
    String name = words.only();
    Json.Obj answer = new Server(words, screen).post(Remote.path(name) + "/" + verb, "{}");
    if (words.has("--json")) {
      screen.json(answer);
      return Commands.FINE;
    }
    String version = Remote.number(answer);
    screen.line(
        Table.printable(
            name + (version.isEmpty() ? "" : " version " + version) + " is " + verb + "d"));
    return Commands.FINE;
  }
}
