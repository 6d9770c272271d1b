package dev.serin.plug.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Digest;
import dev.serin.runtime.Encoded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryConversionsTest {
  private static final Digest A = Digest.of(new byte[] {1});
  private static final Digest B = Digest.of(new byte[] {2});
  private static final Digest C = Digest.of(new byte[] {3});
  private static final byte[] GRAPH = filled(100, 7);
  private static final byte[] LARGE = filled(251, 1);

  @TempDir private Path folder;

  private static byte[] filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private DirectoryConversions at(int second) {
    return opened("1.0-1", 250, second);
  }

  private DirectoryConversions opened(String converter, long most, int second) {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000L + second), ZoneOffset.UTC);
    return new DirectoryConversions(folder.resolve("conversions"), converter, most, clock);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("conversions"))) {
      return files.toList();
    }
  }

  @Test
  void whatWasKeptIsThereAfterARestart() {
    at(0).keep(A, Encoded.of(GRAPH));

    assertThat(at(1).find(A).orElseThrow()).hasBinaryContent(GRAPH);
    assertThat(at(1).find(B)).isEmpty();
  }

  @Test
  void anotherConverterDoesNotSeeItAndDeletesIt() throws IOException {
    at(0).keep(A, Encoded.of(GRAPH));

    assertThat(opened("1.1-1", 250, 1).find(A)).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void aDamagedFileIsNotUsedAndRemoved() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < 40; i++) {
      at(0).keep(A, Encoded.of(GRAPH));
      Path file = files().getFirst();
      byte[] bytes = Files.readAllBytes(file);
      if (i % 4 == 0) {
        Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      } else {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
      }

      assertThat(at(1).find(A)).isEmpty();
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void aFileUnderAnotherNameIsNotUsed() throws IOException {
    at(0).keep(A, Encoded.of(GRAPH));
    Path file = files().getFirst();
    Files.move(file, file.resolveSibling(B.hex() + ".1.0-1." + A.hex()));

    assertThat(at(1).find(B)).isEmpty();
  }

  @Test
  void theOneThatWasUsedLongestAgoGoesFirst() throws IOException {
    at(0).keep(A, Encoded.of(GRAPH));
    at(1).keep(B, Encoded.of(GRAPH));
    assertThat(at(2).find(A)).isPresent();

    at(3).keep(C, Encoded.of(GRAPH));

    assertThat(at(4).find(A)).isPresent();
    assertThat(at(4).find(B)).isEmpty();
    assertThat(at(4).find(C)).isPresent();
    assertThat(files()).hasSize(2);
  }

  @Test
  void whatIsLargerThanTheBoundIsNotKeptAndPushesNothingOut() {
    at(0).keep(A, Encoded.of(GRAPH));
    at(1).keep(B, Encoded.of(LARGE));

    assertThat(at(2).find(A)).isPresent();
    assertThat(at(2).find(B)).isEmpty();
  }

  @Test
  void aBoundOfZeroKeepsNothingAndClearsTheFolder() throws IOException {
    at(0).keep(A, Encoded.of(GRAPH));

    DirectoryConversions off = opened("1.0-1", 0, 1);
    off.keep(B, Encoded.of(GRAPH));

    assertThat(off.find(B)).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void whatAProcessLeftUnfinishedIsDeleted() throws IOException {
    at(0).keep(A, Encoded.of(GRAPH));
    Path file = files().getFirst();
    Files.move(file, file.resolveSibling(file.getFileName() + ".tmp"));
    Files.setLastModifiedTime(files().getFirst(), FileTime.fromMillis(0));

    assertThat(at(1).find(A)).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenOnlyCostsTime() throws IOException {
    Files.writeString(folder.resolve("conversions"), "a file stands in the way");
    DirectoryConversions none = at(0);

    none.keep(A, Encoded.of(GRAPH));

    assertThat(none.find(A)).isEmpty();
  }

  @Test
  void aGraphIsForgottenWhenItIsOfNoUse() {
    at(0).keep(A, Encoded.of(GRAPH));
    at(1).drop(A);

    assertThat(at(2).find(A)).isEmpty();
  }
}
