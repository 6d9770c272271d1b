package dev.serin.plug.onnx;

import dev.serin.artifact.Bundle;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.layers.KerasLayers;
import dev.serin.runtime.keras.layers.attention.AttentionRules;
import dev.serin.runtime.keras.layers.operations.OperationRules;
import dev.serin.runtime.keras.layers.recurrent.RecurrentRules;
import dev.serin.runtime.keras.layers.texts.TextRules;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One model below {@code fixtures}, its inputs and what its maker answers. A folder may hold the
 * same model in several forms.
 */
record FixtureCase(Path folder, Json.Obj meta, Path model) {
  /** How every layer of Keras is converted. */
  static final Map<String, LayerRule> LAYERS =
      LayerRule.together(
          List.of(
              KerasLayers.RULES,
              RecurrentRules.RULES,
              AttentionRules.RULES,
              OperationRules.RULES,
              TextRules.RULES));

  private static final List<String> MODELS =
      List.of("model.h5", "model.keras", "model.pt2", "model.pt", "model.onnx", "model");

  /** All cases of the kinds with these names, such as {@code keras-3}. */
  static Stream<FixtureCase> of(String... kinds) {
    return Stream.of(kinds)
        .flatMap(kind -> folders(root().resolve(kind)))
        .flatMap(FixtureCase::read);
  }

  /** The one case of this kind and name, in its first form. */
  static FixtureCase one(String kind, String name) {
    return read(root().resolve(kind).resolve(name)).findFirst().orElseThrow();
  }

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("fixtures"))) {
      at = at.getParent();
    }
    return at.resolve("fixtures");
  }

  private static Stream<Path> folders(Path kind) {
    try (Stream<Path> folders = Files.list(kind)) {
      return folders.sorted().toList().stream();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  private static Stream<FixtureCase> read(Path folder) {
    Json.Obj meta = (Json.Obj) Json.parse(bytes(folder.resolve("meta.json")), 20);
    boolean whole =
        Stream.of("model_class.py", "serin.json")
            .anyMatch(name -> Files.exists(folder.resolve(name)));
    if (whole) {
      return Stream.of(new FixtureCase(folder, meta, folder));
    }
    return MODELS.stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .map(model -> new FixtureCase(folder, meta, model));
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** The one file that holds the model, also where others lie beside it. */
  Path file() {
    return MODELS.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow();
  }

  Bundle bundle() {
    if (model.equals(folder)) {
      return new FolderBundle(folder.getFileName().toString(), beside());
    }
    if (Files.isDirectory(model)) {
      return new FolderBundle("model", entries(model));
    }
    return new BytesBundle(model.getFileName().toString(), bytes(model));
  }

  /** The files of a model that is a folder, without what only the tests read. */
  private List<Bundle.Entry> beside() {
    return folders(folder)
        .filter(file -> !file.getFileName().toString().matches("[xy](_\\d+)?\\.npy|meta\\.json"))
        .<Bundle.Entry>map(file -> new BytesEntry(file.getFileName().toString(), bytes(file)))
        .toList();
  }

  private static List<Bundle.Entry> entries(Path whole) {
    try (Stream<Path> files = Files.walk(whole)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .<Bundle.Entry>map(file -> new BytesEntry(whole.relativize(file).toString(), bytes(file)))
          .toList();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  List<Tensor> inputs() {
    List<Tensor> inputs = new ArrayList<>();
    List<Json> described = meta.list("inputs");
    for (int i = 0; i < described.size(); i++) {
      String name = ((Json.Obj) described.get(i)).text("name").orElseThrow();
      Path one = folder.resolve("x.npy");
      Path texts = folder.resolve("x_" + i + ".json");
      inputs.add(
          Files.exists(texts)
              ? texts(name, texts)
              : Npy.read(name, Files.exists(one) ? one : folder.resolve("x_" + i + ".npy")));
    }
    return inputs;
  }

  List<Tensor> expected() {
    List<Tensor> outputs = new ArrayList<>();
    List<Json> described = meta.list("outputs");
    for (int i = 0; i < described.size(); i++) {
      String name = ((Json.Obj) described.get(i)).text("name").orElseThrow();
      Path texts = folder.resolve("y_" + i + ".json");
      outputs.add(
          Files.exists(texts)
              ? texts(name, texts)
              : Npy.read(name, folder.resolve("y_" + i + ".npy")));
    }
    return outputs;
  }

  private static Tensor texts(String name, Path file) {
    Json written = Json.parse(bytes(file), 20);
    Json.Obj shaped = written instanceof Json.Obj object ? object : Json.Obj.of();
    List<Json> items = written instanceof Json.Arr(List<Json> all) ? all : shaped.list("data");
    String[] array = items.stream().map(item -> ((Json.Str) item).value()).toArray(String[]::new);
    long[] shape =
        shaped.list("shape").stream().mapToLong(size -> ((Json.Num) size).longValue()).toArray();
    return shape.length == 0
        ? Tensor.ofTexts(name, array, array.length)
        : Tensor.ofTexts(name, array, shape);
  }

  double tolerance() {
    return meta.number("tolerance").orElseThrow().doubleValue();
  }

  @Override
  public String toString() {
    return folder.getParent().getParent().relativize(model).toString();
  }

  /** The problem that opening this raises, or a failed assertion. */
  static Problem.Refused refusal(Runnable opening) {
    try {
      opening.run();
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Refused refused) {
        return refused;
      }
      throw raised;
    }
    throw new AssertionError("it was not refused");
  }

  /** A single file in memory. */
  record BytesBundle(String name, byte[] bytes) implements Bundle {
    @Override
    public boolean folder() {
      return false;
    }

    @Override
    public List<Entry> entries() {
      return List.of(new BytesEntry(name, bytes));
    }

    @Override
    public void close() {}
  }

  /** Files in memory. */
  record FolderBundle(String name, List<Entry> entries) implements Bundle {
    @Override
    public boolean folder() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** A file in memory. */
  record BytesEntry(String path, byte[] bytes) implements Bundle.Entry {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new java.io.ByteArrayInputStream(bytes);
    }
  }
}
