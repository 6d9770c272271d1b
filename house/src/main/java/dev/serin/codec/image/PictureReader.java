package dev.serin.codec.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG and JPEG files as Pillow's {@code convert("RGB")} does: grey is repeated, palettes are
 * looked up, transparency and colour profiles are dropped, of 16 bits the upper 8 count.
 */
public final class PictureReader {
  private static final int WIDE = 16;
  private final ImageLimits limits;

  /** Refuses what is larger, before a pixel of it is allocated. */
  public PictureReader(ImageLimits limits) {
    this.limits = limits;
  }

  /**
   * The picture in a file; {@code name} is told in problems.
   *
   * @throws dev.serin.base.Problem.Raised {@code Invalid} IMAGE_INVALID or IMAGE_TOO_LARGE
   */
  public Picture read(byte[] file, String name) {
    Encoded encoded = Encoded.of(file, name, limits);
    ImageReader reader = ImageIO.getImageReadersByFormatName(encoded.format()).next();
    List<String> warnings = new ArrayList<>();
    // in memory: the library would else put a copy into a temporary file
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded.pixels()))) {
      reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
      reader.setInput(in, true, true);
      Picture picture = picture(reader.read(0));
      if (!warnings.isEmpty()) {
        throw Encoded.invalid(name, "it is damaged or cut off: " + warnings.getFirst());
      }
      return picture;
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
      throw damaged(name, damaged);
    } catch (NegativeArraySizeException | NullPointerException | IllegalStateException damaged) {
      throw damaged(name, damaged); // a foreign reader has no other way to say it
    } finally {
      reader.dispose();
    }
  }

  private static RuntimeException damaged(String name, Exception why) {
    var raised = Encoded.invalid(name, "it is damaged or cut off");
    raised.addSuppressed(why);
    return raised;
  }

  /**
   * From the raster, not by the image's own conversion: that takes grey for linear light and makes
   * other values of it.
   */
  private static Picture picture(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int height = image.getHeight();
    int bands = raster.getNumBands();
    int shift = image.getColorModel().getComponentSize(0) == WIDE ? 8 : 0;
    byte[] rgb = new byte[width * height * Picture.CHANNELS];
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        if (image.getColorModel() instanceof IndexColorModel palette) {
          int colour = palette.getRGB(row[x]);
          rgb[at++] = (byte) (colour >> 16);
          rgb[at++] = (byte) (colour >> 8);
          rgb[at++] = (byte) colour;
        } else {
          for (int channel = 0; channel < Picture.CHANNELS; channel++) {
            int band = bands < Picture.CHANNELS ? 0 : channel;
            rgb[at++] = (byte) (row[x * bands + band] >> shift);
          }
        }
      }
    }
    return new Picture(width, height, rgb);
  }
}
