package dev.serin.runtime.folder;

import dev.serin.base.Json;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The parts of a {@code config.pbtxt} (message ModelConfig) that decide what is served. */
record TritonConfig(Json.Obj fields) {
  static final String FILE = "config.pbtxt";

  /** Understood below, or without effect on what is answered. */
  private static final Set<String> KNOWN =
      Set.of(
          "name",
          "platform",
          "backend",
          "runtime",
          "version_policy",
          "max_batch_size",
          "input",
          "output",
          "default_model_filename",
          "metric_tags",
          "parameters",
          "model_warmup",
          "optimization",
          "instance_group",
          "dynamic_batching",
          "response_cache",
          "model_operations");

  /** Another way of answering than one request, one model, one answer. */
  private static final Set<String> OTHER_SERVING =
      Set.of(
          "sequence_batching",
          "ensemble_scheduling",
          "batch_input",
          "batch_output",
          "model_repository_agents",
          "cc_model_filenames",
          "model_transaction_policy");

  private static final Map<String, String> FILES =
      Map.of(
          "onnxruntime", "model.onnx",
          "onnxruntime_onnx", "model.onnx",
          "tensorflow", "model.savedmodel",
          "tensorflow_savedmodel", "model.savedmodel",
          "pytorch", "model.pt",
          "pytorch_libtorch", "model.pt");

  /** What a version's folder may hold where nothing is said. */
  static final List<String> ANY =
      List.of(
          "model.onnx",
          "model.savedmodel",
          "model.pt",
          "xgboost.json",
          "xgboost.ubj",
          "xgboost.model",
          "model.txt");

  static TritonConfig parse(String text) {
    TritonConfig config = new TritonConfig(PbText.parse(text, FILE));
    for (String name : config.fields.members().keySet()) {
      if (OTHER_SERVING.contains(name)) {
        throw Refusal.value(
            FILE, name + " is not what Serin does", "serve the model without " + name);
      }
      if (!KNOWN.contains(name)) {
        throw Refusal.value(FILE, "the field " + name + " is not known", "remove " + name);
      }
    }
    return config;
  }

  private Stream<Json.Obj> messages(String name) {
    return fields.list(name).stream().filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
  }

  private static Optional<String> text(Json.Obj message, String name) {
    return message.list(name).stream()
        .filter(Json.Str.class::isInstance)
        .map(value -> ((Json.Str) value).value())
        .findFirst();
  }

  private static List<Long> wholes(Json.Obj message, String name) {
    List<Long> wholes = new ArrayList<>();
    for (Json item : message.list(name)) {
      if (!(item instanceof Json.Num number) || !number.digits().matches("-?\\d{1,18}")) {
        throw Refusal.corrupt(FILE, name + " holds " + item.text() + ", which is no whole number");
      }
      wholes.add(number.longValue());
    }
    return wholes;
  }

  /** The file or folder within a version's folder, the likeliest first. */
  List<String> candidates() {
    Optional<String> named = text(fields, "default_model_filename");
    if (named.isPresent()) {
      return List.of(Part.inside(FILE, named.get()));
    }
    Optional<String> engine =
        text(fields, "backend")
            .filter(word -> !word.isEmpty())
            .or(() -> text(fields, "platform"))
            .filter(word -> !word.isEmpty());
    if (engine.isEmpty() || engine.get().equals("fil")) {
      return ANY;
    }
    if (!FILES.containsKey(engine.get())) {
      throw Refusal.of(
          "UNSUPPORTED_FORMAT",
          FILE,
          "models of the backend '" + engine.get() + "' are not read",
          "export the model to ONNX and set backend: \"onnxruntime\"");
    }
    return List.of(FILES.get(engine.get()));
  }

  /** The versions that may be served; empty for all. */
  List<Long> versions() {
    return messages("version_policy")
        .flatMap(policy -> policy.list("specific").stream())
        .filter(Json.Obj.class::isInstance)
        .flatMap(specific -> wholes((Json.Obj) specific, "versions").stream())
        .toList();
  }

  Described described() {
    long batch = wholes(fields, "max_batch_size").stream().findFirst().orElse(0L);
    return new Described(FILE, true, ports("input", batch > 0), ports("output", batch > 0));
  }

  private List<Port> ports(String field, boolean batched) {
    return messages(field).map(port -> port(port, batched)).toList();
  }

  private static Port port(Json.Obj port, boolean batched) {
    for (String name : port.members().keySet()) {
      if (name.equals("reshape") || name.equals("is_shape_tensor")) {
        throw Refusal.value(FILE, name + " is not known here", "give the dims of the model itself");
      }
    }
    String name =
        text(port, "name").orElseThrow(() -> Refusal.corrupt(FILE, "an input has no name"));
    List<Long> shape = new ArrayList<>(batched ? List.of(-1L) : List.of());
    shape.addAll(wholes(port, "dims"));
    return new Port(
        name,
        text(port, "data_type").map(TritonConfig::type),
        port.list("dims").isEmpty() ? Optional.empty() : Optional.of(shape));
  }

  private static DataType type(String word) {
    String name = word.equals("TYPE_STRING") ? "BYTES" : word.replaceFirst("^TYPE_", "");
    return DataType.named(name).orElseThrow(() -> Refusal.corrupt(FILE, word + " is no data_type"));
  }

  /** The file of labels of the only output that has one. */
  Optional<String> labels() {
    List<String> files =
        messages("output").flatMap(port -> text(port, "label_filename").stream()).toList();
    return files.size() == 1 ? Optional.of(Part.inside(FILE, files.getFirst())) : Optional.empty();
  }

  /** What stands in the file and is decided otherwise here. */
  List<String> notes() {
    return Stream.of("instance_group", "dynamic_batching", "optimization", "response_cache")
        .filter(name -> !fields.list(name).isEmpty())
        .map(name -> FILE + ": " + name + " is not taken over, Serin decides that itself")
        .toList();
  }
}
