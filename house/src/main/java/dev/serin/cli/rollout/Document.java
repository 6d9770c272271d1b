package dev.serin.cli.rollout;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.cli.Command;
import dev.serin.cli.Failure;
import dev.serin.cli.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A policy document from the command line: a file of JSON, and single keys over it. */
final class Document {
  private static final int DEPTH = 20;
  static final List<Command.Option> OPTIONS =
      List.of(
          Command.Option.value("--policy", "FILE", "a policy document in JSON; its keys win"),
          Command.Option.value("--set", "KEY=VALUE", "one key of it, such as bake.duration=5m")
              .repeated());

  private Document() {}

  static Json.Obj of(Words words) {
    Json.Obj document = words.value("--policy").map(Document::file).orElse(Json.Obj.of());
    for (String setting : words.values("--set")) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw Failure.usage("--set", "'" + setting + "' is not KEY=VALUE");
      }
      List<String> path = List.of(setting.substring(0, equals).split("\\."));
      document = with(document, path, value(setting.substring(equals + 1)));
    }
    return document;
  }

  private static Json.Obj file(String name) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of(name));
      if (Json.parse(new String(bytes, StandardCharsets.UTF_8), DEPTH) instanceof Json.Obj read) {
        return read;
      }
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          new Problem.Unknown("FILE_UNREADABLE", "'" + name + "' cannot be read: " + unreadable),
          unreadable);
    }
    throw Failure.usage("--policy", "'" + name + "' is no JSON object");
  }

  /** JSON where it is that, else a text: {@code 0.2}, {@code true}, {@code 3m}. */
  private static Json value(String text) {
    try {
      return Json.parse(text, DEPTH);
    } catch (Problem.Raised _) {
      return new Json.Str(text); // the server judges it
    }
  }

  private static Json.Obj with(Json.Obj object, List<String> path, Json value) {
    SequencedMap<String, Json> members = new LinkedHashMap<>(object.members());
    String name = path.getFirst();
    if (path.size() == 1) {
      members.put(name, value);
    } else {
      Json.Obj inner = object.object(name).orElse(Json.Obj.of());
      members.put(name, with(inner, path.subList(1, path.size()), value));
    }
    return new Json.Obj(members);
  }
}
