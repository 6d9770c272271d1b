package dev.serin.cli;

import dev.serin.artifact.DiskBundle;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;

/** {@code push}: uploads a file, or a folder as a tar, as a version of a model. */
final class Push {
  private Push() {}

  static Command command() {
    return new Command(
        "push",
        "uploads a model file or folder as a new version of a model",
        List.of(
            Command.Option.value("--name", "NAME", "the model whose version it becomes"),
            Command.Option.flag("--activate", "and make the server answer with it"),
            Server.OPTION,
            Command.JSON),
        Command.Operands.one("FILE", "a model file, or the folder of one model"),
        Push::run);
  }

  private static int run(Words words, Screen screen) throws InterruptedException {
    String name =
        words
            .value("--name")
            .orElseThrow(() -> Failure.usage("--name", "name the model by --name NAME"));
    new ModelName(name); // a wrong name is told before a large file travels
    Server server = new Server(words, screen);
    Json.Obj version;
    try (DiskBundle bundle = DiskBundle.of(Path.of(words.only()))) {
      version = sent(server, name, bundle);
    }
    if (words.has("--activate")) {
      // without a source, activate takes the champion: the pushed version has to become it
      server.put(
          Remote.path(name) + "/aliases/champion",
          Json.Obj.of("version", Remote.number(version)).text());
      server.post(Remote.path(name) + "/activate", "{}");
    }
    if (words.has("--json")) {
      screen.json(version);
    } else {
      screen.line(
          Table.printable(
              "%s version %s (%s)%s"
                  .formatted(
                      name,
                      Remote.number(version),
                      Remote.shown(version, "digest"),
                      words.has("--activate") ? " is active" : "")));
    }
    return Commands.FINE;
  }

  private static Json.Obj sent(Server server, String name, DiskBundle bundle)
      throws InterruptedException {
    String path = Remote.path(name) + "/versions?file=" + Server.segment(bundle.name());
    if (bundle.folder()) {
      return server.post(
          path, "application/x-tar", BodyPublishers.ofInputStream(() -> Tar.of(bundle)));
    }
    BodyPublisher bytes =
        BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(() -> Tar.content(bundle.only())), bundle.only().size());
    return server.post(path, "application/octet-stream", bytes);
  }
}
