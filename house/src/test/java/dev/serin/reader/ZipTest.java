package dev.serin.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ZipTest {
  private static final String TEXT = "0123456789".repeat(1000);

  @Test
  void storedAndDeflatedEntriesComeBack() throws IOException {
    Zip zip = Zip.read(archive("a/one.txt", "two"), Budget.usual());

    assertThat(zip.names()).containsExactly("a/one.txt", "two", "stored");
    assertThat(text(zip.required("a/one.txt"))).isEqualTo("a/one.txt" + TEXT);
    assertThat(text(zip.required("stored"))).isEqualTo("as it is");
    assertThat(zip.size("stored")).isEqualTo(8);
    assertThat(zip.entry("three")).isEmpty();
  }

  @Test
  void aNameThatLeavesTheArchiveIsRefused() throws IOException {
    for (String name : new String[] {"../x", "/etc/x", "a/../../x", "a\\x"}) {
      byte[] archive = archive(name);

      assertThatThrownBy(() -> Zip.read(archive, Budget.usual()))
          .isInstanceOf(Problem.Raised.class)
          .hasMessageContaining("leaves the archive");
    }
  }

  @Test
  void twoEntriesOfOneNameAreRefused() throws IOException {
    byte[] archive = archive("config1", "config2");
    byte[] twice =
        new String(archive, StandardCharsets.ISO_8859_1)
            .replace("config2", "config1")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> Zip.read(twice, Budget.usual())).hasMessageContaining("two entries");
  }

  @Test
  void aBombIsRefusedByItsRatio() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("bomb"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 80; i++) {
        zip.write(zeros);
      }
    }
    Zip zip = Zip.read(out.toByteArray(), Budget.usual());

    assertThatThrownBy(() -> zip.required("bomb")).hasMessageContaining("ratio");
  }

  @Test
  void tooManyEntriesAreRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < 10_001; i++) {
        zip.putNextEntry(new ZipEntry("e" + i));
      }
    }

    assertThatThrownBy(() -> Zip.read(out.toByteArray(), Budget.usual()))
        .hasMessageContaining("the number of entries is 10001");
  }

  @Test
  void damagedArchivesAreReadOrRefusedAndNothingElse() throws IOException {
    byte[] sound = archive("a", "b");
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged =
          random.nextInt(4) == 0
              ? Arrays.copyOf(sound, random.nextInt(sound.length))
              : sound.clone();
      for (int flips = random.nextInt(4); flips >= 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        Zip zip = Zip.read(damaged, Budget.usual());
        zip.names().forEach(zip::required);
      } catch (Problem.Raised refused) {
        assertThat(refused.problem()).isInstanceOf(Problem.Refused.class);
      }
    }
  }

  private static byte[] archive(String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write((name + TEXT).getBytes(StandardCharsets.UTF_8));
      }
      zip.putNextEntry(stored("stored", "as it is".getBytes(StandardCharsets.UTF_8)));
      zip.write("as it is".getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static ZipEntry stored(String name, byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    return entry;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }
}
