package dev.serin.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Keras files are opened; what reaches out of the file, or never ends, is refused. */
@Timeout(120)
class Hdf5GuardTest {
  private static final long BYTES = 64L << 20;

  private static Hdf5Guard open(byte[] bytes) {
    return Hdf5Guard.open(bytes, BYTES, 10_000);
  }

  private static byte[] hostile(String name) {
    return Fixtures.bytes(Fixtures.root().resolve("keras-refused/" + name + "/model.h5"));
  }

  static Stream<Path> models() {
    return Stream.of("keras-2", "keras-2.1", "keras-3")
        .flatMap(folder -> Fixtures.named(folder, "model.h5").stream());
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyKerasFileGivesItsConfigurationAndWeights(Path file) {
    try (Hdf5Guard guard = open(Fixtures.bytes(file))) {
      assertThat(guard.text("", "model_config").orElseThrow()).startsWith("{").endsWith("}");
      for (String layer : guard.texts("model_weights", "layer_names")) {
        for (String name : guard.texts("model_weights/" + layer, "weight_names")) {
          String path = "model_weights/" + layer + "/" + name;
          long size = guard.shape(path).orElseThrow().stream().reduce(1L, (a, b) -> a * b);

          // Normalization keeps a whole number beside its weights, which are all floats.
          if (!name.endsWith("/count")) {
            assertThat(guard.floats(path)).hasSize((int) size);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "external-link, EXTERNAL_REFERENCE, target.bin",
    "external-link-unused, EXTERNAL_REFERENCE, missing.h5",
    "external-storage, EXTERNAL_REFERENCE, target.bin",
    "dataset-bomb, LIMIT_EXCEEDED, kernel",
    "hard-link-loop, CORRUPT, contains itself",
    "soft-link-loop, CORRUPT, soft link"
  })
  void whatReachesOutOfTheFileOrNeverEndsIsRefused(String name, String code, String said) {
    byte[] bytes = hostile(name);

    assertThatThrownBy(() -> open(bytes))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem().code()).isEqualTo(code);
              assertThat(raised.problem().message()).contains(said);
            });
  }

  @Test
  void aCompressedDatasetIsRefusedBeforeItIsInflated() {
    try (Hdf5Guard guard = open(hostile("inflating-chunk"))) {
      assertThatThrownBy(() -> guard.floats("model_weights/dense/dense/kernel:0"))
          .isInstanceOf(Problem.Raised.class)
          .hasMessageContaining("kernel");
    }
  }

  @Test
  void aHeaderThatContinuesInItselfIsRefused() {
    byte[] bytes = hostile("weight-missing");
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int made = 0;
    for (int at = 96; at < bytes.length - 24; at += 8) {
      if (buffer.getInt(at) == 0x0010_0010 && buffer.getLong(at + 8) < bytes.length) {
        byte[] looping = bytes.clone();
        ByteBuffer.wrap(looping)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(at + 8, at)
            .putLong(at + 16, 24);
        made++;
        assertThatThrownBy(() -> open(looping)).isInstanceOf(Problem.Raised.class);
      }
    }
    assertThat(made).isPositive();
  }

  @Test
  void aTreeOfNamesThatIsItsOwnBranchIsRefused() {
    byte[] bytes = hostile("weight-missing");
    int tree = 0;
    while (bytes[tree] != 'T' || bytes[tree + 1] != 'R' || bytes[tree + 2] != 'E') {
      tree++;
    }
    bytes[tree + 5] = 1;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(tree + 32, tree);

    assertThatThrownBy(() -> open(bytes)).isInstanceOf(Problem.Raised.class);
  }

  @Test
  void anythingElseIsNotHdf5() {
    byte[] bytes = hostile("weight-missing");

    assertThat(Hdf5Guard.begins(bytes)).isTrue();
    assertThat(Hdf5Guard.begins(new byte[8])).isFalse();
    assertThatThrownBy(() -> open(new byte[0])).isInstanceOf(Problem.Raised.class);
    assertThatThrownBy(() -> open(Arrays.copyOf(bytes, 100))).isInstanceOf(Problem.Raised.class);
  }
}
