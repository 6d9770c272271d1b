package dev.serin.codec.image;

import java.util.Objects;

/**
 * Pixels in rows from the top left, three bytes each: red, green, blue. The array is not copied, so
 * it is given away and never written again.
 */
public record Picture(int width, int height, byte[] rgb) {
  static final int CHANNELS = 3;

  public Picture {
    Objects.requireNonNull(rgb, "rgb");
    if (width < 1 || height < 1 || rgb.length != Math.multiplyExact(width * CHANNELS, height)) {
      throw new IllegalArgumentException(
          "no picture: " + width + "x" + height + " of " + rgb.length + " bytes");
    }
  }
}
