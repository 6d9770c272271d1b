package dev.serin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.artifact.DiskBundle;
import dev.serin.base.Deadline;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.plug.onnx.OnnxRuntimeEngine;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Golden;
import dev.serin.runtime.InputCheck;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.runtime.onnx.Foreign;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders that MLflow saved: the answers of its own python_function flavour. */
class FolderParityTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");
  private static final Deadline SOON = Deadline.in(Duration.ofMinutes(10));

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(FIXTURES)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith("mlflow-"))
          .flatMap(FolderParityTest::children)
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList().stream();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void everyFolderAnswersAsMlflowOrIsRefused(Path one) throws IOException {
    try (OnnxRuntimeEngine engine = new OnnxRuntimeEngine();
        DiskBundle bundle = DiskBundle.of(one.resolve("model"))) {
      Formats formats = Shelf.of(Limits.DEFAULT, engine, Foreign.ALLOW);
      Path refused = one.resolve("refused.json");
      if (Files.exists(refused)) {
        Json.Obj expected = (Json.Obj) Json.parse(Files.readAllBytes(refused), 10);
        assertThatThrownBy(() -> formats.open(bundle))
            .isInstanceOfSatisfying(
                Problem.Raised.class,
                raised ->
                    assertThat(raised.problem().code()).isEqualTo(expected.text("code").get()));
      } else {
        assertThat(difference(formats.open(bundle), one)).isEmpty();
      }
    }
  }

  private static String difference(Format.Opened opened, Path one) throws IOException {
    Golden golden = Golden.parse(Files.readAllBytes(one.resolve("golden.json")), 100);
    Set<String> wanted = golden.outputs().stream().map(Tensor::name).collect(Collectors.toSet());
    try (Predictor predictor = opened.predictor()) {
      assertThat(predictor.signature()).isEqualTo(opened.inspection().signature());
      for (List<Tensor> example : opened.examples()) {
        List<Tensor> inputs = InputCheck.conform(predictor.signature(), example);
        assertThat(predictor.predict(inputs, wanted, SOON)).isNotEmpty();
      }
      List<Tensor> inputs = InputCheck.conform(predictor.signature(), golden.inputs());
      return golden.difference(predictor.predict(inputs, wanted, SOON)).orElse("");
    }
  }
}
