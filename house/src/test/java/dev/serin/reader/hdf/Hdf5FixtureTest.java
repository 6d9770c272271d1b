package dev.serin.reader.hdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import dev.serin.reader.Budget;
import dev.serin.reader.Fixtures;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Keras file that is there is opened, and the hostile ones are refused. */
class Hdf5FixtureTest {

  static Stream<Path> models() {
    return Stream.of("keras-2", "keras-2.1", "keras-3")
        .flatMap(folder -> Fixtures.named(folder, "model.h5").stream());
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyKerasFileGivesItsConfigurationAndWeights(Path file) {
    Hdf5Group root = Hdf5Guard.open(Fixtures.bytes(file), Budget.usual());

    assertThat(root.attribute("model_config").orElseThrow().text()).startsWith("{").endsWith("}");
    Hdf5Group weights = root.group("model_weights").orElseThrow();
    for (String layer : weights.attribute("layer_names").orElseThrow().texts()) {
      Hdf5Group group = weights.group(layer).orElseThrow();
      for (String name : group.attribute("weight_names").orElseThrow().texts()) {
        Hdf5Dataset dataset = group.dataset(name).orElseThrow();
        int size = Arrays.stream(dataset.shape()).reduce(1, (a, b) -> a * b);
        assertThat(dataset.floats()).hasSize(size);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "external-link, EXTERNAL_REFERENCE, target.bin",
    "external-link-unused, EXTERNAL_REFERENCE, missing.h5",
    "external-storage, EXTERNAL_REFERENCE, target.bin",
    "dataset-bomb, LIMIT_EXCEEDED, kernel",
    "hard-link-loop, CORRUPT, holds itself",
    "soft-link-loop, CORRUPT, leads to nothing"
  })
  void whatReachesOutOfTheFileOrNeverEndsIsRefused(String name, String code, String said) {
    byte[] bytes = Fixtures.bytes(Fixtures.root().resolve("keras-refused/" + name + "/model.h5"));

    assertThatThrownBy(() -> Hdf5Guard.open(bytes, Budget.usual()))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem().code()).isEqualTo(code);
              assertThat(raised.problem().message()).contains(said);
            });
  }

  @Test
  void aChunkInflatesToItsDeclaredSizeAndNoFurther() {
    Path file = Fixtures.root().resolve("keras-refused/inflating-chunk/model.h5");
    Hdf5Group root = Hdf5Guard.open(Fixtures.bytes(file), Budget.usual());

    Hdf5Dataset kernel = root.dataset("model_weights/dense/dense/kernel:0").orElseThrow();

    assertThat(kernel.shape()).containsExactly(1024, 1024);
    assertThat(kernel.floats()).hasSize(1 << 20).containsOnly(0.5f);
  }
}
