package dev.serin.runtime.folder;

import dev.serin.base.Json;
import dev.serin.reader.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an {@code MLmodel} file says: flavours with their fields, the version, the signature. */
record MlflowModel(Json.Obj flavors, String version, Optional<Described> signature) {
  private static final String FILE = "MLmodel";
  private static final int DEPTH = 100;

  /** The inputs of the signature: named columns, or tensors. */
  record Described(List<String> columns, int tensors) {}

  static MlflowModel parse(String yaml) {
    if (!(Yaml.parse(yaml, FILE) instanceof Json.Obj model)) {
      throw Refusal.corrupt(FILE, "it is no YAML map");
    }
    Json.Obj flavors =
        model.object("flavors").orElseThrow(() -> Refusal.corrupt(FILE, "it names no flavors"));
    return new MlflowModel(
        flavors,
        model.text("mlflow_version").orElse(""),
        model
            .object("signature")
            .flatMap(signature -> signature.text("inputs"))
            .map(MlflowModel::inputs));
  }

  private static Described inputs(String json) {
    List<String> columns = new ArrayList<>();
    int tensors = 0;
    if (!(Json.parse(json, DEPTH) instanceof Json.Arr(List<Json> specs))) {
      throw Refusal.corrupt(FILE, "the inputs of its signature are no list");
    }
    for (Json spec : specs) {
      if (!(spec instanceof Json.Obj column)) {
        throw Refusal.corrupt(FILE, "an input of its signature is no object");
      }
      if (column.text("type").filter("tensor"::equals).isPresent()) {
        tensors++;
      } else {
        column.text("name").ifPresent(columns::add);
      }
    }
    return new Described(columns, tensors);
  }

  Optional<Json.Obj> flavor(String name) {
    return flavors.object(name);
  }

  /** The release of MLflow that wrote the file, where it says so. */
  Map<String, String> writers() {
    return version.isEmpty() ? Map.of() : Map.of("MLflow", version);
  }

  /** The names of all flavours, for messages. */
  String names() {
    return String.join(", ", flavors.members().keySet());
  }
}
