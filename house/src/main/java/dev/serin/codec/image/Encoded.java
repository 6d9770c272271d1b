package dev.serin.codec.image;

import dev.serin.base.Problem;

/**
 * An image file after a look at its structure alone: its sizes, and the parts of it that hold
 * pixels. Comments, profiles, thumbnails and text, which are none of our business and can be made
 * to explode, are left out.
 */
record Encoded(String format, int width, int height, byte[] pixels) {

  /** Looks at a file; {@code name} is told in problems. */
  static Encoded of(byte[] file, String name, ImageLimits limits) {
    if (PngParts.begins(file)) {
      return new PngParts(file, name).encoded(limits);
    }
    if (JpegParts.begins(file)) {
      return new JpegParts(file, name).encoded(limits);
    }
    throw invalid(name, "it is no image: PNG and JPEG are read");
  }

  static void check(long width, long height, String name, ImageLimits limits) {
    if (width < 1 || height < 1) {
      throw invalid(name, "it is " + width + " by " + height + " pixels");
    }
    if (!limits.allow(width, height)) {
      throw new Problem.Raised(
          new Problem.Invalid(
              "IMAGE_TOO_LARGE",
              name,
              "'%s' is %d by %d pixels; at most %d a side and %d in all are read"
                  .formatted(name, width, height, limits.side(), limits.pixels())));
    }
  }

  static Problem.Raised invalid(String name, String why) {
    return new Problem.Raised(
        new Problem.Invalid("IMAGE_INVALID", name, "'" + name + "' cannot be read: " + why));
  }
}
