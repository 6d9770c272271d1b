package dev.serin.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Problem;
import dev.serin.reader.hdf.Hdf5Dataset;
import dev.serin.reader.hdf.Hdf5Group;
import dev.serin.reader.hdf.Hdf5Guard;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real files, cut off and with bits turned over by a seeded generator: each is read or refused;
 * nothing else may happen.
 */
@Timeout(300)
class DamagedFilesTest {
  private static final int ROUNDS = 60;
  private static final long HEAP = 128L << 20;

  static Stream<Path> pickles() {
    return Stream.of(
            "container_joblib_bz2",
            "container_joblib_gzip",
            "container_joblib_lz4",
            "container_joblib_lzma",
            "container_joblib_plain",
            "container_joblib_xz",
            "container_joblib_zlib",
            "container_pickle_protocol_0",
            "container_pickle_protocol_1",
            "container_pickle_protocol_2",
            "container_pickle_protocol_3",
            "container_pickle_protocol_5",
            "forest_strings",
            "hist_3class",
            "mixed_logistic",
            "svc_4class_ovr",
            "search_random",
            "robust_scaler")
        .flatMap(name -> Stream.of("sklearn-1.6.1/", "sklearn-1.9.1/").map(made -> made + name))
        .filter(name -> Fixtures.root().resolve(name).toFile().isDirectory())
        .flatMap(name -> Fixtures.named(name, "model.").stream());
  }

  static Stream<Path> networks() {
    return Stream.of("keras-2/fire", "keras-2/residual", "keras-2.1", "keras-3/lstm", "keras-3/gru")
        .flatMap(folder -> Fixtures.named(folder, "model.h5").stream());
  }

  @ParameterizedTest
  @MethodSource("pickles")
  void aDamagedPickleIsReadOrRefused(Path file) {
    byte[] whole = Fixtures.bytes(file);
    Random random = new Random(file.toString().hashCode());
    for (int i = 0; i < ROUNDS; i++) {
      byte[] damaged = damage(whole, random);
      orRefused(() -> useAll(read(damaged)));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aDamagedNetworkIsReadOrRefused(Path file) {
    byte[] whole = Fixtures.bytes(file);
    Random random = new Random(file.toString().hashCode());
    for (int i = 0; i < 4 * ROUNDS; i++) {
      byte[] damaged = damage(whole, random);
      orRefused(() -> useAll(Hdf5Guard.open(damaged, Budget.usual())));
    }
  }

  private static Node read(byte[] bytes) {
    Budget budget = new Budget(4L << 30, 100, 50_000_000, 1_000, HEAP);
    return Unpickler.read(new ByteArrayInputStream(bytes), budget, Fixtures.LIBRARIES);
  }

  private static byte[] damage(byte[] whole, Random random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(whole, random.nextInt(whole.length));
    }
    byte[] damaged = whole.clone();
    int reach = random.nextBoolean() ? whole.length : Math.min(whole.length, 2_000);
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      damaged[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }

  private static void orRefused(Runnable reading) {
    try {
      reading.run();
    } catch (Problem.Raised raised) {
      assertThat(raised.problem()).isInstanceOf(Problem.Refused.class);
      assertThat(raised.problem().message()).isNotBlank();
    }
  }

  private static void useAll(Node root) {
    Walk walk = new Walk(root, 1_000_000);
    while (walk.next()) {
      if (walk.node() instanceof Node.Array array) {
        orRefused(() -> array.value().doubles());
        orRefused(() -> array.value().texts());
        orRefused(() -> array.value().longs());
      }
    }
    assertThat(walk).isNotNull();
  }

  private static void useAll(Hdf5Group group) {
    group.attributes().forEach(attribute -> orRefused(attribute::texts));
    for (String name : group.datasetNames()) {
      Hdf5Dataset dataset = group.dataset(name).orElseThrow();
      orRefused(dataset::floats);
      dataset.attributes().forEach(attribute -> orRefused(attribute::doubles));
    }
    List<String> below = group.groupNames();
    below.forEach(name -> useAll(group.group(name).orElseThrow()));
  }
}
