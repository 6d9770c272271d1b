package dev.serin.codec.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PictureReaderTest {
  private static final int ROUNDS = 4_000;
  private final PictureReader reader = new PictureReader(ImageLimits.DEFAULT);

  static List<Path> images() throws IOException {
    try (Stream<Path> all = Files.walk(Golden.PILLOW)) {
      return all.filter(path -> path.getFileName().toString().startsWith("image."))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void everyFormHasThePixelsThatPillowSees(Path image) {
    Picture read = Golden.read(image);

    int tolerance = image.toString().endsWith(".png") ? 0 : 3; // two ways to round a cosine
    assertThat(Golden.difference(read, Golden.picture(image.resolveSibling("rgb.npy"))))
        .isLessThanOrEqualTo(tolerance);
  }

  @Test
  void aBombIsRefusedByItsHeader() {
    byte[] png = png(60_000, 60_000);
    byte[] jpeg = bytes(image("rgb-jpg"));
    int frame = indexOf(jpeg, (byte) 0xFF, (byte) 0xC0);
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 60_000).putShort(frame + 7, (short) 60_000);

    assertRefused(png, "IMAGE_TOO_LARGE", "60000 by 60000");
    assertRefused(jpeg, "IMAGE_TOO_LARGE", "60000 by 60000");
    assertRefused(png(16_384, 2_000), "IMAGE_TOO_LARGE", "16384 by 2000");
    assertRefused(png(-1, 1), "IMAGE_TOO_LARGE", "4294967295 by 1");
  }

  @Test
  void whatIsNoImageIsSaidToBeNone() {
    assertRefused(new byte[0], "IMAGE_INVALID", "it is no image");
    assertRefused("fake image data".getBytes(StandardCharsets.UTF_8), "IMAGE_INVALID", "no image");
    assertRefused("GIF89a,,,,,,".getBytes(StandardCharsets.UTF_8), "IMAGE_INVALID", "no image");
    assertRefused(png(10, 10), "IMAGE_INVALID", "it has no pixels");
    assertRefused(png(0, 10), "IMAGE_INVALID", "0 by 10");
  }

  @Test
  void anImageThatIsCutOffIsRefused() throws IOException {
    for (Path image : images()) {
      byte[] whole = bytes(image);
      for (int length = 0; length < whole.length; length += 1 + whole.length / 40) {
        byte[] cut = Arrays.copyOf(whole, length);
        boolean half = length < whole.length / 2;
        assertThat(image + " " + length + (half ? outcome(cut) : "IMAGE_INVALID"))
            .endsWith("IMAGE_INVALID");
      }
    }
  }

  @Test
  void damagedBytesAreReadOrRefusedAndNothingElse() throws IOException {
    Random random = new Random(7);
    List<Path> images = images();
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = bytes(images.get(random.nextInt(images.size())));
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertThat(outcome(bytes)).isIn("read", "IMAGE_INVALID", "IMAGE_TOO_LARGE");
    }
  }

  private String outcome(byte[] bytes) {
    try {
      reader.read(bytes, "image");
      return "read";
    } catch (Problem.Raised raised) {
      return raised.problem().code();
    }
  }

  private void assertRefused(byte[] file, String code, String why) {
    assertThatThrownBy(() -> reader.read(file, "post"))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem()).isInstanceOf(Problem.Invalid.class);
              assertThat(raised.problem().code()).isEqualTo(code);
              assertThat(raised.problem().message()).contains(why, "post");
            });
  }

  private static Path image(String folder) {
    return Golden.PILLOW.resolve(folder).resolve("image.jpg");
  }

  private static byte[] bytes(Path file) {
    return Golden.bytes(file);
  }

  private static int indexOf(byte[] bytes, byte first, byte second) {
    int at = 0;
    while (bytes[at] != first || bytes[at + 1] != second) {
      at++;
    }
    return at;
  }

  /** A header of these sizes and an end, with right sums. */
  private static byte[] png(int width, int height) {
    ByteBuffer file = ByteBuffer.allocate(8 + 25 + 12);
    file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put(new byte[] {8, 2, 0, 0, 0});
    chunk(file, "IHDR", header.array());
    chunk(file, "IEND", new byte[0]);
    return file.array();
  }

  private static void chunk(ByteBuffer file, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    file.putInt(data.length).put(name).put(data).putInt((int) sum.getValue());
  }
}
