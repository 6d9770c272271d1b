package dev.serin.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model file of scikit-learn that is there is read. */
class UnpicklerFixtureTest {

  static Stream<Path> models() {
    return Stream.of("sklearn-1.6.1", "sklearn-1.9.1")
        .flatMap(folder -> Fixtures.named(folder, "model.").stream());
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyFixtureIsReadAsOneObject(Path file) {
    Node model = Fixtures.read(Fixtures.bytes(file));

    assertThat(model).isInstanceOf(Node.Instance.class);
    assertThat(((Node.Instance) model).attribute("_sklearn_version")).isPresent();
  }
}
