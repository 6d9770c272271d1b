package dev.serin.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same model in every container, and small streams of the formats that are read here. */
class ContainersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "container_joblib_bz2",
        "container_joblib_gzip",
        "container_joblib_lz4",
        "container_joblib_lzma",
        "container_joblib_plain",
        "container_joblib_xz",
        "container_joblib_zlib",
        "container_pickle_protocol_4_bz2",
        "container_pickle_protocol_4_gzip",
        "container_pickle_protocol_4_xz",
        "container_pickle_protocol_0",
        "container_pickle_protocol_1",
        "container_pickle_protocol_2",
        "container_pickle_protocol_3",
        "container_pickle_protocol_5"
      })
  void everyContainerHoldsTheSameNumbers(String container) {
    for (String version : List.of("sklearn-1.6.1/", "sklearn-1.9.1/")) {
      List<String> plain = numbers(version + "container_joblib_plain");

      assertThat(plain).isNotEmpty();
      assertThat(numbers(version + container)).isEqualTo(plain);
    }
  }

  private static List<String> numbers(String folder) {
    Node model = Fixtures.read(Fixtures.bytes(Fixtures.named(folder, "model.").getFirst()));
    List<String> numbers = new ArrayList<>();
    Walk walk = new Walk(model, 1_000_000);
    while (walk.next()) {
      if (walk.node() instanceof Node.Array array
          && "iuf".indexOf(array.value().dtype().kind()) >= 0) {
        String values = Arrays.toString(array.value().doubles());
        numbers.add(Arrays.toString(array.value().shape()) + values);
      }
    }
    numbers.sort(String::compareTo);
    return numbers;
  }

  // Python's bz2 (two streams) and lz4.frame (with both checksums) of pickle.dumps(
  // b"aaaaaaaaaaaa" * 3 + b"bbbb" + bytes(range(40)), 4)
  @ParameterizedTest
  @CsvSource({
    "425a6839314159265359099e3dfc00000747604c02080044002000400002002000220036a10030d8664af8a703c5"
        + "dc914e142402678f7f00425a6839314159265359b934abbe00001771207fffffffff8130000400200048cd01"
        + "a0c8d0062032323ca18d1a3403264346234d034c0218228e49662cf453518f5d816dd7e18e59e8952f5db7e3"
        + "9e98defc73fd1490408b188bb9229c28485c9a55df00",
    "04224d187c405f00000000000000783f00000052800495540001003f435061010010f01f62626262000102030405"
        + "060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627942eaaf2d29500000000"
        + "15523783"
  })
  void runsRepeatsAndLiteralsInflateToWhatPythonWrote(String hex) {
    Node node = Fixtures.read(Written.start().hex(hex).file());

    byte[] expected = new byte[80];
    Arrays.fill(expected, 0, 36, (byte) 'a');
    Arrays.fill(expected, 36, 40, (byte) 'b');
    for (int i = 0; i < 40; i++) {
      expected[40 + i] = (byte) i;
    }
    assertThat(((Node.Bytes) node).value()).isEqualTo(expected);
  }
}
