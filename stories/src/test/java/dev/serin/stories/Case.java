package dev.serin.stories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One model of a folder of {@code fixtures/}: its file or folder, inputs, and what its own library
 * answered. {@code model} is {@code folder} itself where the files beside each other are the model.
 */
record Case(Path folder, JsonNode meta, Path model) {
  private static final String NOT_OF_THE_MODEL =
      "(hard_)?[xy](_.*)?\\.(npy|json)|hard\\.(npy|json)|meta\\.json|refused\\.json";

  static List<Case> of(String family) {
    try (Stream<Path> folders = Files.list(Commands.top().resolve("fixtures").resolve(family))) {
      return folders
          .filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .flatMap(Case::read)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Case of(String family, String name) {
    return read(Commands.top().resolve("fixtures").resolve(family).resolve(name))
        .findFirst()
        .orElseThrow();
  }

  /** A case for each form in which the model lies there. */
  private static Stream<Case> read(Path folder) {
    JsonNode meta = Jsons.read(folder.resolve("meta.json"));
    boolean together =
        Stream.of("model_class.py", "serin.json").anyMatch(f -> Files.exists(folder.resolve(f)));
    if (together) {
      return Stream.of(new Case(folder, meta, folder));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("model(\\..+)?"))
          .sorted()
          .map(model -> new Case(folder, meta, model))
          .toList()
          .stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The folder's name; a second form of the same model has its ending behind. */
  String name() {
    String name = folder.getFileName().toString();
    boolean second = !model.equals(folder) && model.getFileName().toString().endsWith(".keras");
    return second ? name + ".keras-archive" : name;
  }

  boolean tabular() {
    return List.of("scikit-learn", "lightgbm", "xgboost").contains(meta.path("framework").asText());
  }

  Equal equal() {
    return new Equal(meta.path("tolerance").asDouble());
  }

  /** The refusals that would be right, for a case that is refused. */
  List<String> codes() {
    return Stream.of(meta.path("codes"), meta.path("code"), meta.path("or"))
        .flatMap(Case::texts)
        .toList();
  }

  /** What the refusal must name. */
  List<String> names() {
    return texts(meta.path("names")).toList();
  }

  /** Whether reading it shows nothing: only running it does. */
  boolean late() {
    return name().equals("endless-loop");
  }

  private static Stream<String> texts(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText)
        : Stream.of(node.asText()).filter(text -> !text.isEmpty());
  }

  /** Puts the model into a folder that is served, under the name of this case. */
  void copyTo(Path served) {
    String file =
        model.equals(folder)
            ? name()
            : model.getFileName().toString().replaceFirst("model", name());
    try (Stream<Path> files = Files.walk(model)) {
      for (Path each : files.filter(this::ofTheModel).toList()) {
        String inside = model.relativize(each).toString();
        Files.copy(each, inside.isEmpty() ? served.resolve(file) : served.resolve(file, inside));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private boolean ofTheModel(Path file) {
    return !file.getParent().equals(folder)
        || !model.equals(folder)
        || !file.getFileName().toString().matches(NOT_OF_THE_MODEL);
  }

  /** A request and the outputs that the answer to it must hold, by name. */
  record Asked(String what, String body, Map<String, Expected> outputs) {}

  /** Everything that was asked of the original library and answered by it. */
  List<Asked> answered() {
    if (!tabular()) {
      return List.of(net());
    }
    List<Asked> all = new ArrayList<>();
    all.add(table("x", "y_"));
    if (exists("hard.npy") || exists("hard.json")) {
      all.add(table("hard", "hard_y_"));
    }
    return all;
  }

  private boolean exists(String file) {
    return Files.exists(folder.resolve(file));
  }

  private Asked table(String rows, String answers) {
    Map<String, Expected> outputs = new LinkedHashMap<>();
    meta.path("methods").forEach(method -> outputs.putAll(method(answers, method.asText())));
    ObjectNode request = Jsons.object();
    ArrayNode inputs = request.putArray("inputs");
    if (exists(rows + ".npy")) {
      inputs.add(tensor("input-0", Npy.read(folder.resolve(rows + ".npy"))));
    } else {
      inputs.addAll(columns(Jsons.read(folder.resolve(rows + ".json")).path("columns")));
    }
    ArrayNode wanted = request.putArray("outputs");
    outputs.keySet().forEach(output -> wanted.addObject().put("name", output));
    return new Asked(rows, request.toString(), outputs);
  }

  /** A method of several targets has one file, and one output, for each. */
  private Map<String, Expected> method(String prefix, String method) {
    Map<String, Expected> found = new LinkedHashMap<>();
    for (String end : List.of(".npy", ".json")) {
      Path only = folder.resolve(prefix + method + end);
      if (Files.exists(only)) {
        found.put(method, Expected.read(only));
      }
      for (int i = 0; exists(prefix + method + "_" + i + end); i++) {
        found.put(method + "_" + i, Expected.read(folder.resolve(prefix + method + "_" + i + end)));
      }
    }
    return found;
  }

  private Asked net() {
    ObjectNode request = Jsons.object();
    ArrayNode inputs = request.putArray("inputs");
    JsonNode specs = meta.path("inputs");
    for (int i = 0; i < specs.size(); i++) {
      String name = specs.get(i).path("name").asText();
      Path texts = folder.resolve("x_" + i + ".json");
      Path file = folder.resolve(exists("x.npy") ? "x.npy" : "x_" + i + ".npy");
      ObjectNode tensor =
          Files.exists(texts)
              ? words(Jsons.read(texts)).put("name", name)
              : tensor(name, Npy.read(file));
      inputs.add(tensor.put("datatype", specs.get(i).path("datatype").asText()));
    }
    Map<String, Expected> outputs = new LinkedHashMap<>();
    JsonNode names = meta.path("outputs");
    for (int i = 0; i < names.size(); i++) {
      String file = "y_" + i + (exists("y_" + i + ".npy") ? ".npy" : ".json");
      outputs.put(names.get(i).path("name").asText(), Expected.read(folder.resolve(file)));
    }
    return new Asked("x", request.toString(), outputs);
  }

  /** A list stands for texts of one axis. */
  private static ObjectNode words(JsonNode written) {
    if (written instanceof ObjectNode tensor) {
      return tensor;
    }
    ObjectNode tensor = Jsons.object();
    tensor.putArray("shape").add(written.size());
    tensor.set("data", written);
    return tensor;
  }

  /** Inputs that the original library refuses, each with the first line of its refusal. */
  List<Asked> refused() {
    List<Asked> all = new ArrayList<>();
    if (exists("refused.json")) {
      for (JsonNode refused : Jsons.read(folder.resolve("refused.json"))) {
        ObjectNode request = Jsons.object();
        if (refused.has("columns")) {
          request.putArray("inputs").addAll(columns(refused.path("columns")));
        } else {
          ArrayNode shape = (ArrayNode) refused.path("shape");
          ObjectNode tensor = request.putArray("inputs").addObject();
          tensor.put("name", "input-0").put("datatype", "FP64").set("shape", shape);
          tensor.set("data", refused.path("rows"));
        }
        all.add(new Asked(refused.path("why").asText(), request.toString(), Map.of()));
      }
    }
    return all;
  }

  private ArrayNode columns(JsonNode columns) {
    boolean nameless =
        meta.path("input").asText().equals("objects")
            || !meta.path("columns_in_file").asBoolean(true)
            || columns.size() == 1 && columns.path(0).path("name").asText().equals("input-0");
    if (nameless && sameType(columns)) {
      return Jsons.list().add(stacked(columns)); // a model without names takes one array
    }
    ArrayNode inputs = Jsons.list();
    for (JsonNode column : columns) {
      ObjectNode tensor = inputs.addObject().put("name", column.path("name").asText());
      tensor.put("datatype", column.path("datatype").asText());
      tensor.putArray("shape").add(column.path("data").size());
      tensor.set("data", column.path("data"));
    }
    return inputs;
  }

  private static boolean sameType(JsonNode columns) {
    return IntStream.range(0, columns.size())
            .mapToObj(i -> columns.get(i).path("datatype").asText())
            .distinct()
            .count()
        == 1;
  }

  private static ObjectNode stacked(JsonNode columns) {
    int rows = columns.path(0).path("data").size();
    ObjectNode tensor = Jsons.object().put("name", "input-0");
    tensor.put("datatype", columns.path(0).path("datatype").asText());
    tensor.putArray("shape").add(rows).add(columns.size());
    ArrayNode data = tensor.putArray("data");
    for (int row = 0; row < rows; row++) {
      for (JsonNode column : columns) {
        data.add(column.path("data").get(row));
      }
    }
    return tensor;
  }

  private static ObjectNode tensor(String name, Npy array) {
    ObjectNode tensor = Jsons.object().put("name", name).put("datatype", array.datatype());
    ArrayNode shape = tensor.putArray("shape");
    for (long size : array.shape()) {
      shape.add(size);
    }
    ArrayNode data = tensor.putArray("data");
    for (int i = 0; i < array.doubles().length; i++) {
      if (array.datatype().equals("BOOL")) {
        data.add(array.longs()[i] != 0);
      } else if (array.whole()) {
        data.add(array.longs()[i]);
      } else {
        data.add(array.doubles()[i]); // NaN and infinities leave as quoted words
      }
    }
    return tensor;
  }
}
