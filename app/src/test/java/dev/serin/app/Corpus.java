package dev.serin.app;

import dev.serin.runtime.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The models to damage, by family: those of {@code fixtures/}, the refused ones among them, and the
 * settings of other servers around one of them. Sorted, so that a seed finds the same ones again.
 */
final class Corpus {
  static final Path FIXTURES = Path.of("..", "fixtures");
  private static final long LARGEST = 100_000;
  private static final List<String> OTHERS = List.of("generate", "fuzz", "recognised");

  /** These take their whole budget, each time: the hostile catalogue has them. */
  private static final List<String> SLOW = List.of("endless-loop", "script-endless");

  private final Map<String, List<Supplier<Held>>> families = new TreeMap<>();

  Corpus() {
    for (Path top : children(FIXTURES)) {
      if (Files.isDirectory(top) && !OTHERS.contains(top.getFileName().toString())) {
        children(top).stream()
            .filter(Files::isDirectory)
            .filter(one -> !SLOW.contains(one.getFileName().toString()))
            .forEach(one -> take(top, one));
      }
    }
    Held onnx = Held.of(FIXTURES.resolve("onnx-skl2onnx/logistic-regression/model.onnx"));
    add("triton/", () -> triton(onnx));
    Held sklearn = mlserver();
    add("mlserver/", () -> sklearn);
  }

  Map<String, List<Supplier<Held>>> families() {
    return families;
  }

  /** The models of a case: files called model, folders called model, and what belongs together. */
  private void take(Path top, Path one) {
    String kind = top.getFileName().toString().replaceFirst("-.*", "");
    for (Path child : children(one)) {
      String name = child.getFileName().toString();
      if (Files.isDirectory(child)) {
        addSmall(kind + "/", child);
      } else if (name.startsWith("model.")) {
        addSmall(kind + name.substring(name.lastIndexOf('.')), child);
      } else if (name.equals(Golden.FILE)) {
        addSmall(Golden.FILE, child);
      } else if (name.equals("model_class.py") || name.equals("serin.json")) {
        addSmall(kind + "/", one);
      }
    }
  }

  private void addSmall(String family, Path path) {
    if (size(path) <= LARGEST) {
      add(family, () -> Held.of(path));
    }
  }

  private void add(String family, Supplier<Held> seed) {
    families.computeIfAbsent(family, _ -> new ArrayList<>()).add(seed);
  }

  private static Held triton(Held onnx) {
    String config =
        """
        name: "iris"
        platform: "onnxruntime_onnx"
        max_batch_size: 8
        input [ { name: "X" data_type: TYPE_FP32 dims: [ 4 ] } ]
        output [
          { name: "label" data_type: TYPE_INT64 dims: [ 1 ] reshape { shape: [ ] } },
          { name: "probabilities" data_type: TYPE_FP32 dims: [ 3 ] label_filename: "labels.txt" }
        ]
        version_policy: { specific: { versions: [ 1, 3 ] } }
        instance_group [ { count: 2 kind: KIND_CPU } ]
        dynamic_batching { preferred_batch_size: [ 4, 8 ] max_queue_delay_microseconds: 100 }
        """;
    byte[] model = onnx.files().values().iterator().next();
    return Held.folder(
        "iris",
        Map.of(
            "config.pbtxt",
            config.getBytes(StandardCharsets.UTF_8),
            "labels.txt",
            "setosa\nversicolor\nvirginica\n".getBytes(StandardCharsets.UTF_8),
            "1/model.onnx",
            model,
            "3/model.onnx",
            model));
  }

  private static Held mlserver() {
    Held model = Held.of(FIXTURES.resolve("sklearn-1.9.1/container_joblib_plain/model.joblib"));
    String settings =
        """
        {"name": "lr", "implementation": "mlserver_sklearn.SKLearnModel",
         "parameters": {"uri": "./model.joblib", "version": "v0.1.0", "content_type": "np"},
         "inputs": [{"name": "input-0", "datatype": "FP64", "shape": [-1, 4]}],
         "outputs": [{"name": "predict", "datatype": "INT64", "shape": [-1]}],
         "max_batch_size": 5, "max_batch_time": 1}
        """;
    return Held.folder(
        "lr",
        Map.of(
            "model-settings.json",
            settings.getBytes(StandardCharsets.UTF_8),
            "model.joblib",
            model.files().get("model.joblib")));
  }

  private static long size(Path path) {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
