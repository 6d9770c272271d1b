package dev.serin.training;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one job: {@code input/} with the model to go on from, {@code output/} where its
 * model appears, {@code metrics.json}, and its log.
 */
record JobFolder(Path root, long logBytes) {
  private static final int MOST_METRICS = 1 << 20;
  private static final String BEST = "best.";

  void make() throws IOException {
    remove();
    Files.createDirectories(output());
    Files.createDirectories(input());
  }

  Path input() {
    return root.resolve("input");
  }

  Path output() {
    return root.resolve("output");
  }

  Path metrics() {
    return root.resolve("metrics.json");
  }

  BoundedLog log() {
    return new BoundedLog(root.resolve("log.txt"), logBytes);
  }

  /** Puts the model to go on from there, under the name that trainers look for. */
  Path put(Bundle bundle) throws IOException {
    int dot = bundle.name().lastIndexOf('.');
    String suffix = dot < 0 || bundle.folder() ? "" : bundle.name().substring(dot);
    Path top = input().resolve("best" + suffix);
    for (Bundle.Entry entry : bundle.entries()) {
      Path target = bundle.folder() ? top.resolve(entry.path()) : top;
      Files.createDirectories(target.getParent());
      try (InputStream in = entry.open()) {
        Files.copy(in, target);
      }
    }
    return top;
  }

  /**
   * The model that the command left: {@code best.*}, or the only thing that is there.
   *
   * @throws Problem.Raised {@code Refused} OUTPUT_MISSING or OUTPUT_AMBIGUOUS
   */
  DiskBundle model() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(output())) {
      all.forEach(found::add);
    }
    found.removeIf(path -> DiskBundle.noise(name(path)) || name(path).endsWith(".json"));
    List<Path> best = found.stream().filter(path -> name(path).startsWith(BEST)).toList();
    List<Path> models = best.isEmpty() ? found : best;
    if (models.size() != 1) {
      boolean none = models.isEmpty();
      throw new Problem.Raised(
          new Problem.Refused(
              none ? "OUTPUT_MISSING" : "OUTPUT_AMBIGUOUS",
              "SERIN_OUTPUT_DIR",
              none ? "the command left no model there" : "the command left several models there",
              "write one model file, or name it best.*"));
    }
    return DiskBundle.of(models.getFirst(), output());
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  /** What the command told, nothing where it told nothing. */
  Json.Obj told() throws IOException {
    if (!Files.isRegularFile(metrics())) {
      return Json.Obj.of();
    }
    try (InputStream in = Files.newInputStream(metrics())) {
      return Metrics.read(in.readNBytes(MOST_METRICS));
    }
  }

  /** Keeps the log and the metrics alone. */
  void trim() throws IOException {
    remove(output());
    remove(input());
  }

  void remove() throws IOException {
    remove(root);
  }

  private static void remove(Path tree) throws IOException {
    if (Files.notExists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** The job's log as text, empty when there is none. */
  Optional<String> printed() throws IOException {
    return Files.isDirectory(root) ? Optional.of(log().text()) : Optional.empty();
  }
}
