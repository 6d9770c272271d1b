package dev.serin.plug.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.torch.export.TorchExportFormat;
import dev.serin.runtime.torch.script.TorchScriptFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * Archives of torch whose entries were changed and then packed again with right checksums are read
 * or refused, never anything else.
 */
class DamagedArchivesTest {
  private static final int ROUNDS = 25;
  private static final NetEngine NO_ENGINE = new NoEngine();
  private static final List<Format> FORMATS =
      List.of(new TorchExportFormat(NO_ENGINE), new TorchScriptFormat(NO_ENGINE));

  /** Nothing is opened while a file is read. */
  private static final class NoEngine implements NetEngine {
    @Override
    public Net open(byte[] onnx) {
      throw new IllegalStateException("nothing is run here");
    }

    @Override
    public void close() {}
  }

  static Stream<FixtureCase> cases() {
    return FixtureCase.of("torch-1.13", "torch-2.13")
        .filter(fixture -> fixture.toString().matches(".*(mlp|gru|vit|indexes|cells)-.*"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aChangedEntryIsReadOrRefused(FixtureCase fixture) {
    byte[] whole = FixtureCase.bytes(fixture.file());
    Random random = new Random(fixture.toString().hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      var name = fixture.file().getFileName().toString();
      readOrRefused(new FixtureCase.BytesBundle(name, changed(whole, random)));
    }
  }

  private static void readOrRefused(FixtureCase.BytesBundle bundle) {
    for (Format format : FORMATS) {
      if (format.recognises(bundle)) {
        try {
          assertThat(format.open(bundle, Limits.DEFAULT).inspection().steps()).isNotNull();
        } catch (Problem.Raised raised) {
          assertThat(raised.problem()).isInstanceOf(Problem.Refused.class);
        }
      }
    }
  }

  /** The archive with one entry that says something changed, weights seldom. */
  private static byte[] changed(byte[] whole, Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(whole));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        boolean says = entry.getName().matches(".*(\\.json|\\.py|\\.pkl)");
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(says || random.nextInt(20) == 0 ? damaged(content, random) : content);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] damaged(byte[] content, Random random) {
    if (content.length == 0 || random.nextInt(3) == 0) {
      return content;
    }
    byte[] damaged = content.clone();
    int at = random.nextInt(damaged.length);
    int other = random.nextInt(damaged.length);
    int length = Math.min(random.nextInt(12) + 1, damaged.length - Math.max(at, other));
    switch (random.nextInt(4)) {
      case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> damaged[at] = (byte) ('0' + random.nextInt(10));
      case 2 -> System.arraycopy(content, other, damaged, at, length);
      default -> damaged = Arrays.copyOf(damaged, at);
    }
    return damaged;
  }
}
