package dev.serin.codec.image;

import dev.serin.reader.Npy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Pillow and ONNX Runtime made of the committed images. */
final class Golden {
  static final Path PILLOW = Path.of("..", "fixtures", "images-pillow");
  static final Path PAIRS = Path.of("..", "fixtures", "onnx-pairs");

  private Golden() {}

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Picture picture(Path npy) {
    Npy array = Npy.read(npy);
    return new Picture(array.shape()[1], array.shape()[0], array.data());
  }

  static Picture read(Path file) {
    return new PictureReader(ImageLimits.DEFAULT).read(bytes(file), "image");
  }

  /** The largest difference of a byte; a difference in size counts as the largest. */
  static int difference(Picture one, Picture other) {
    int worst = one.width() == other.width() && one.height() == other.height() ? 0 : 255;
    for (int i = 0; worst < 255 && i < one.rgb().length; i++) {
      worst = Math.max(worst, Math.abs((one.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF)));
    }
    return worst;
  }
}
