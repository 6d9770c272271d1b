package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.artifact.DiskBundle;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {
  @TempDir Path folder;

  private byte[] tar() {
    try (DiskBundle bundle = DiskBundle.of(folder);
        InputStream in = Tar.of(bundle)) {
      return in.readAllBytes();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static String text(byte[] tar, int from, int size) {
    return new String(tar, from, size, StandardCharsets.UTF_8);
  }

  @Test
  void filesFollowTheirHeadersInWholeBlocks() throws IOException {
    Files.createDirectory(folder.resolve("1"));
    Files.writeString(folder.resolve("1/model.pb"), "abc");
    Files.write(folder.resolve("z"), new byte[512]);

    byte[] tar = tar();

    assertThat(tar).hasSize(512 * (2 + 2 + 2));
    assertThat(text(tar, 0, 10)).isEqualTo("1/model.pb");
    assertThat(text(tar, 124, 11)).isEqualTo("00000000003");
    assertThat(text(tar, 257, 8)).isEqualTo("ustar\00000");
    assertThat(text(tar, 512, 3)).isEqualTo("abc");
    assertThat(text(tar, 1024, 1)).isEqualTo("z");
    assertThat(Arrays.copyOfRange(tar, 4 * 512, tar.length)).containsOnly(0);
  }

  @Test
  void theChecksumIsTheSumOfTheHeaderWithASpaceInItsOwnPlace() throws IOException {
    Files.writeString(folder.resolve("file"), "x");

    byte[] tar = tar();

    int sum = 8 * ' ';
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? 0 : tar[i] & 0xFF;
    }
    assertThat(Integer.parseInt(text(tar, 148, 6), 8)).isEqualTo(sum);
  }

  @Test
  void aLongPathIsCutAtASlash() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(120)));
    Files.writeString(deep.resolve("f".repeat(90)), "x");

    byte[] tar = tar();

    assertThat(text(tar, 0, 90)).isEqualTo("f".repeat(90));
    assertThat(text(tar, 345, 121)).isEqualTo("d".repeat(120) + "\0");
  }

  @Test
  void aPathThatDoesNotFitIsRefused() throws IOException {
    Files.writeString(folder.resolve("f".repeat(101)), "x");

    assertThatThrownBy(this::tar)
        .isInstanceOf(Problem.Raised.class)
        .hasMessageContaining("PATH_TOO_LONG");
  }
}
