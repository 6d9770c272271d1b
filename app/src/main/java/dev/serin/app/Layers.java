package dev.serin.app;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.base.Spelling;
import dev.serin.reader.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The texts of all settings, each from the strongest layer that speaks: flags, environment, file,
 * default. What no key is named for stops the start, with the nearest known name.
 */
record Layers(Map<String, Text> texts, List<String> problems) {
  private static final Set<String> OF_CLIENTS = Set.of("SERIN_SERVER", "SERIN_TOKEN");
  private static final Set<String> OF_LAUNCHER = Set.of("SERIN_JAVA_OPTS", "SERIN_NO_AOT");

  /** The names that the seeds' documents give, and the keys they set. */
  private static final Map<String, String> SEED_NAMES =
      Map.ofEntries(
          Map.entry("API_HOST", "http.public-host"),
          Map.entry("PORT", "port"),
          Map.entry("MODEL_DIR", "canary.models-dir"),
          Map.entry("MODEL_PATH", "canary.model-path"),
          Map.entry("BASE_WEIGHTS", "canary.base-weights"),
          Map.entry("IMG_SIZE", "canary.img-size"),
          Map.entry("INFER_URL", "canary.infer-url"),
          Map.entry("PRED_DIR", "canary.predictions"),
          Map.entry("EPOCHS", "training.epochs"),
          Map.entry("BATCH", "training.batch"),
          Map.entry("NAMESPACE", "training.namespace"),
          Map.entry("YOLO_DIR", "training.yolo-dir"),
          Map.entry("DATA_YAML", "training.data-yaml"),
          Map.entry("RAW_ZIP_PATH", "training.raw-zip"));

  /** A second name of the first kind, weaker than the first. */
  private static final String OLDER_MODEL_DIR = "MODELS_DIR";

  /** A setting's text and where it was said. */
  record Text(String value, String origin) {}

  Layers {
    texts = Map.copyOf(texts);
    problems = List.copyOf(problems);
  }

  static Layers merge(
      Map<String, String> flags, Map<String, String> environment, Optional<Path> file) {
    Map<String, Text> texts = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    Key.ALL.forEach(key -> texts.put(key.name(), new Text(key.fallback(), "default")));
    file.ifPresent(path -> fromFile(path, texts, problems));
    fromEnvironment(environment, texts, problems);
    flags.forEach((name, value) -> texts.put(name, new Text(value, "--" + name)));
    return new Layers(texts, problems);
  }

  private static void fromFile(Path path, Map<String, Text> texts, List<String> problems) {
    Json tree;
    try {
      tree = Yaml.parse(Files.readString(path), path.toString());
    } catch (IOException unreadable) {
      problems.add(path + " cannot be read: " + unreadable.getMessage());
      return;
    } catch (Problem.Raised malformed) {
      problems.add(path + ": " + malformed.problem().message());
      return;
    }
    Map<String, String> flat = new LinkedHashMap<>();
    if (tree != Json.Null.NULL) {
      flatten("", tree, flat, problems);
    }
    flat.forEach(
        (name, value) -> {
          if (texts.containsKey(name)) {
            texts.put(name, new Text(value, path.getFileName().toString()));
          } else {
            problems.add("unknown key " + name + " in " + path + nearest(name, texts.keySet()));
          }
        });
  }

  private static void flatten(
      String prefix, Json tree, Map<String, String> flat, List<String> problems) {
    if (Key.DOCUMENTS.contains(prefix)) {
      flat.put(prefix, tree == Json.Null.NULL ? "{}" : tree.text());
      return;
    }
    switch (tree) {
      case Json.Obj(var members) ->
          members.forEach(
              (name, value) ->
                  flatten(prefix.isEmpty() ? name : prefix + "." + name, value, flat, problems));
      case Json.Arr(List<Json> items) ->
          flat.put(prefix, items.stream().map(Layers::leaf).collect(Collectors.joining(",")));
      default -> {
        if (prefix.isEmpty()) {
          problems.add("the settings file holds no keys, but: " + leaf(tree));
        } else {
          flat.put(prefix, leaf(tree));
        }
      }
    }
  }

  private static String leaf(Json leaf) {
    return switch (leaf) {
      case Json.Str(String text) -> text;
      case Json.Null _ -> "";
      default -> leaf.text();
    };
  }

  private static void fromEnvironment(
      Map<String, String> environment, Map<String, Text> texts, List<String> problems) {
    if (environment.containsKey(OLDER_MODEL_DIR)) {
      texts.put("canary.models-dir", new Text(environment.get(OLDER_MODEL_DIR), OLDER_MODEL_DIR));
    }
    SEED_NAMES.forEach(
        (variable, name) -> {
          if (environment.containsKey(variable)) {
            texts.put(name, new Text(environment.get(variable), variable));
          }
        });
    Map<String, Key> variables =
        Key.ALL.stream().collect(Collectors.toMap(Key::variable, key -> key));
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              if (variables.containsKey(variable)) {
                texts.put(variables.get(variable).name(), new Text(value, variable));
              } else if (variable.startsWith("SERIN_")
                  && !OF_CLIENTS.contains(variable)
                  && !OF_LAUNCHER.contains(variable)) {
                problems.add(
                    "unknown variable " + variable + nearest(variable, variables.keySet()));
              }
            });
  }

  /** {@code "; did you mean X?"} for the known name with the least edits. */
  static String nearest(String name, Set<String> known) {
    return Spelling.nearest(name, known).map(each -> "; did you mean " + each + "?").orElse("");
  }
}
