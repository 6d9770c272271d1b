package dev.serin.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnservedTest {
  private final Unserved unserved = new Unserved();
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"readme.txt, zip"})
  void anArchiveIsKnownByItsFirstEntry(String entry, String kind) throws IOException {
    Path file = folder.resolve("model.bin");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(1);
    }

    assertThat(refusal(file).message()).contains("(" + kind + ")");
  }

  @ParameterizedTest
  @CsvSource({"CBM1\u0000\u0000, UNSUPPORTED_FORMAT", "binf\u0000\u0000, LEGACY_FORMAT"})
  void aBoostersFileIsKnownByItsFirstBytes(String start, String code) throws IOException {
    Path file =
        Files.write(folder.resolve("model.bst"), start.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(refusal(file).code()).isEqualTo(code);
    assertThat(refusal(file).remedy()).isNotBlank();
  }

  @Test
  void whatOthersServeIsLeftToThem() {
    for (String file : new String[] {"iris.pkl", "churn.joblib", "traffic-cnn.h5"}) {
      try (Bundle bundle = DiskBundle.of(Path.of("..", "examples", "models", file))) {
        assertThat(unserved.recognises(bundle)).as(file).isFalse();
      }
    }
  }

  private Problem.Refused refusal(Path file) {
    try (Bundle bundle = DiskBundle.of(file)) {
      assertThat(unserved.recognises(bundle)).isTrue();
      Problem.Raised raised =
          catchThrowableOfType(Problem.Raised.class, () -> unserved.open(bundle, Limits.DEFAULT));
      return (Problem.Refused) raised.problem();
    }
  }
}
