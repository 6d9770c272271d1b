package dev.serin.runtime.worker;

import dev.serin.artifact.DiskBundle;
import dev.serin.artifact.Manifest;
import dev.serin.base.Deadline;
import dev.serin.base.Digest;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** Model folders of Python code that needs nothing but Python, and real workers over them. */
final class Folders {
  static final String TAKES_ONE_NUMBER =
      """
      {"worker": {"inputs": [{"name": "x", "datatype": "FP64", "shape": [-1]}],
                  "outputs": [{"name": "predict", "datatype": "FP64", "shape": [-1]}]}}
      """;

  private Folders() {}

  /** A folder whose {@code serin_model.py} is this text, and that takes and gives numbers. */
  static Path model(Path folder, String code) {
    put(folder.resolve("serin_model.py"), code);
    put(folder.resolve("serin.json"), TAKES_ONE_NUMBER);
    return folder;
  }

  static void put(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static Digest digest(Path model) {
    try (DiskBundle bundle = DiskBundle.of(model)) {
      return Manifest.of(bundle).digest();
    }
  }

  static WorkerSettings allowing(Path model) {
    return new WorkerSettings(
        Set.of(digest(model)),
        "python3",
        256L << 20,
        Duration.ofSeconds(3),
        Duration.ofSeconds(60),
        "nobody");
  }

  static WorkerFormat format(Path model) {
    return new WorkerFormat(allowing(model));
  }

  /** Opens the allowed model; where this machine cannot isolate, the test says so and ends. */
  static Format.Opened open(WorkerFormat format, Path model) {
    try (DiskBundle bundle = DiskBundle.of(model)) {
      return format.open(bundle, Limits.DEFAULT);
    } catch (Problem.Raised raised) {
      String code = raised.problem().code();
      boolean lacking =
          code.equals("WORKER_ISOLATION") || raised.getMessage().contains("no Python 'python3'");
      boolean required = "required".equals(System.getenv("INFRA"));
      Assumptions.assumeFalse(lacking && !required, raised.getMessage());
      throw raised;
    }
  }

  static Predictor predictor(Path model) {
    return open(format(model), model).predictor();
  }

  static double[] predict(Predictor predictor, double... numbers) {
    Tensor x = Tensor.ofDoubles("x", numbers, numbers.length);
    return predictor
        .predict(List.of(x), Set.of("predict"), Deadline.in(Duration.ofSeconds(30)))
        .getFirst()
        .doubles();
  }
}
