package dev.serin.codec.image;

/** How large a picture may be: pixels on its longer side, and pixels in all. */
public record ImageLimits(int side, long pixels) {

  /** Satellite tiles with room to spare: 12 bytes of heap a pixel while one is decoded. */
  public static final ImageLimits DEFAULT = new ImageLimits(16_384, 16L << 20);

  public ImageLimits {
    if (side < 1 || pixels < 1) {
      throw new IllegalArgumentException("an image has at least one pixel");
    }
    if (pixels > Integer.MAX_VALUE / Picture.CHANNELS) {
      throw new IllegalArgumentException("canary.image-pixels must stay below 700 million");
    }
  }

  boolean allow(long width, long height) {
    return width <= side && height <= side && width * height <= pixels;
  }
}
