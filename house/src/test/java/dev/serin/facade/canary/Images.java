package dev.serin.facade.canary;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;

/** Images of one colour, and forms that carry them. */
final class Images {
  static final String TYPE = "multipart/form-data; boundary=frontier";

  private Images() {}

  static byte[] png(int width, int height, int colour) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colour);
      }
    }
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A form; a name with a colon is that of a field and of its file. */
  static byte[] form(Map<String, byte[]> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    parts.forEach(
        (name, content) -> {
          String[] names = name.split(":", 2);
          String file = names.length == 1 ? "" : "; filename=\"" + names[1] + "\"";
          write(
              out,
              "--frontier\r\nContent-Disposition: form-data; name=\"" + names[0] + "\"" + file);
          write(out, "\r\n\r\n");
          out.writeBytes(content);
          write(out, "\r\n");
        });
    write(out, "--frontier--\r\n");
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
