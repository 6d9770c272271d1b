package dev.serin.codec.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws boxes with the colours and names of their classes over a picture. */
public final class Overlay {
  /** From harmless to destroyed, then others that can be told apart. */
  private static final int[] COLOURS = {
    0x2ECC40, 0xFFDC00, 0xFF851B, 0xFF4136, 0x0074D9, 0xB10DC9, 0x39CCCC, 0xF012BE
  };

  private static final int INK = 0x000000;
  private static final int PIXELS_PER_LINE = 320;

  private final List<String> names;

  /** Names the classes by their number; those without a name are shown by it. */
  public Overlay(List<String> names) {
    this.names = List.copyOf(names);
  }

  /** The picture with the boxes on it, as a PNG file; the least confident box lies below. */
  public byte[] png(Picture picture, List<Box> boxes) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, picture.width(), picture.height(), pixels(picture), 0, picture.width());
    int line = Math.max(1, Math.min(picture.width(), picture.height()) / PIXELS_PER_LINE);
    for (Box box : boxes.reversed()) {
      new Pen(image, COLOURS[Math.floorMod(box.cls(), COLOURS.length)], line).box(box, label(box));
    }
    return png(image);
  }

  private static int[] pixels(Picture picture) {
    int[] pixels = new int[picture.width() * picture.height()];
    byte[] rgb = picture.rgb();
    for (int i = 0, at = 0; i < pixels.length; i++, at += Picture.CHANNELS) {
      pixels[i] = (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | rgb[at + 2] & 0xFF;
    }
    return pixels;
  }

  private String label(Box box) {
    boolean named = box.cls() >= 0 && box.cls() < names.size();
    String name = named ? names.get(box.cls()) : String.valueOf(box.cls());
    return String.format(Locale.ROOT, "%s %.2f", name, box.conf());
  }

  private static byte[] png(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** One colour, so many pixels thick. */
  private record Pen(BufferedImage image, int colour, int line) {

    void box(Box box, String label) {
      int left = (int) box.x1();
      int top = (int) box.y1();
      int right = (int) Math.ceil(box.x2());
      int bottom = (int) Math.ceil(box.y2());
      fill(left, top, right, top + line, colour);
      fill(left, bottom - line, right, bottom, colour);
      fill(left, top, left + line, bottom, colour);
      fill(right - line, top, right, bottom, colour);
      int height = (Glyphs.HEIGHT + 2) * line;
      write(label, left, top >= height ? top - height : top + line);
    }

    private void write(String label, int left, int top) {
      int step = (Glyphs.WIDTH + 1) * line;
      fill(
          left, top, left + label.length() * step + line, top + (Glyphs.HEIGHT + 2) * line, colour);
      for (int i = 0; i < label.length(); i++) {
        for (int y = 0; y < Glyphs.HEIGHT; y++) {
          for (int x = 0; x < Glyphs.WIDTH; x++) {
            if (Glyphs.dot(label.charAt(i), x, y)) {
              int dotX = left + line + i * step + x * line;
              int dotY = top + line + y * line;
              fill(dotX, dotY, dotX + line, dotY + line, INK);
            }
          }
        }
      }
    }

    private void fill(int left, int top, int right, int bottom, int ink) {
      for (int y = Math.max(0, top); y < Math.min(bottom, image.getHeight()); y++) {
        for (int x = Math.max(0, left); x < Math.min(right, image.getWidth()); x++) {
          image.setRGB(x, y, ink);
        }
      }
    }
  }
}
