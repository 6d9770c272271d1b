package dev.serin.plug.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.keras.KerasFormat;
import dev.serin.runtime.keras.KerasH5Format;
import dev.serin.runtime.onnx.Foreign;
import dev.serin.runtime.onnx.OnnxFormat;
import dev.serin.runtime.torch.export.TorchExportFormat;
import dev.serin.runtime.torch.script.TorchScriptFormat;
import dev.serin.tensor.Signature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models with bytes changed or cut off are read or refused, never anything else. No native code
 * takes part: what is asked of the engine fails the test.
 */
class DamagedModelsTest {
  private static final int ROUNDS = 60;
  private static final List<Format> FORMATS =
      List.of(
          new KerasFormat(new NoEngine(), FixtureCase.LAYERS),
          new KerasH5Format(new NoEngine(), FixtureCase.LAYERS),
          new TorchExportFormat(new NoEngine()),
          new TorchScriptFormat(new NoEngine()),
          new OnnxFormat(new NoEngine(), Foreign.ALLOW));

  /** Nothing is opened while a file is read. */
  private static final class NoEngine implements NetEngine {
    @Override
    public Net open(byte[] onnx) {
      throw new Problem.Raised(new Problem.Refused("UNRANKED", "graph", "no engine", "none"));
    }

    @Override
    public void close() {}
  }

  static Stream<FixtureCase> cases() {
    return FixtureCase.of(
            "keras-2", "keras-2.1", "keras-3", "onnx-helper", "onnx-skl2onnx", "onnx-tf2onnx")
        .filter(fixture -> Files.isRegularFile(fixture.model()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFlippedBitIsReadOrRefused(FixtureCase fixture) {
    byte[] whole = FixtureCase.bytes(fixture.model());
    Random random = new Random(fixture.toString().hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = whole.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      readOrRefused(fixture, damaged);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFileThatEndsEarlyIsReadOrRefused(FixtureCase fixture) {
    byte[] whole = FixtureCase.bytes(fixture.model());
    Random random = new Random(fixture.toString().hashCode());
    for (int round = 0; round < ROUNDS / 2; round++) {
      readOrRefused(fixture, Arrays.copyOf(whole, random.nextInt(whole.length)));
    }
  }

  static Stream<FixtureCase> archives() {
    return cases().filter(fixture -> fixture.toString().endsWith("model.keras"));
  }

  /** The entries of an archive are damaged and packed anew, so that their checksums hold. */
  @ParameterizedTest
  @MethodSource("archives")
  void aFlippedBitInsideOfAnArchiveIsReadOrRefused(FixtureCase fixture) throws IOException {
    Random random = new Random(fixture.toString().hashCode());
    for (int round = 0; round < ROUNDS / 2; round++) {
      readOrRefused(fixture, damagedInside(FixtureCase.bytes(fixture.model()), random));
    }
  }

  private static byte[] damagedInside(byte[] archive, Random random) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        for (int flips = random.nextInt(3); flips > 0; flips--) {
          content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
      }
    }
    return bytes.toByteArray();
  }

  private static void readOrRefused(FixtureCase fixture, byte[] bytes) {
    var bundle = new FixtureCase.BytesBundle(fixture.model().getFileName().toString(), bytes);
    for (Format format : FORMATS) {
      if (format.recognises(bundle)) {
        try {
          Signature signature = format.open(bundle, Limits.DEFAULT).inspection().signature();
          assertThat(signature.inputs()).isNotEmpty();
        } catch (Problem.Raised raised) {
          assertThat(raised.problem()).isInstanceOf(Problem.Refused.class);
        }
      }
    }
  }
}
