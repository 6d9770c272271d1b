package dev.serin.codec.image;

/**
 * Resizes as Pillow's {@code resize(size, BILINEAR)}: a triangle filter that grows with the
 * reduction, so that every source pixel counts, first along rows and then along columns, in fixed
 * point with 22 bits and rounded to a byte after each. (OpenCV's linear mode looks at four
 * neighbours only and gives other values when it makes an image smaller.)
 */
public final class Bilinear {
  private static final int PRECISION = 22;
  private static final int HALF = 1 << PRECISION - 1;

  private Bilinear() {}

  /** The picture in this size. */
  public static Picture resize(Picture from, int width, int height) {
    Picture wide = from.width() == width ? from : along(from, width);
    return wide.height() == height ? wide : down(wide, height);
  }

  private static Picture along(Picture from, int width) {
    Taps taps = Taps.of(from.width(), width);
    byte[] out = new byte[width * from.height() * Picture.CHANNELS];
    int at = 0;
    for (int y = 0; y < from.height(); y++) {
      int row = y * from.width() * Picture.CHANNELS;
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
          int first = row + taps.first()[x] * Picture.CHANNELS + channel;
          out[at++] = taps.sum(x, from.rgb(), first, Picture.CHANNELS);
        }
      }
    }
    return new Picture(width, from.height(), out);
  }

  private static Picture down(Picture from, int height) {
    Taps taps = Taps.of(from.height(), height);
    int row = from.width() * Picture.CHANNELS;
    byte[] out = new byte[row * height];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < row; x++) {
        out[at++] = taps.sum(y, from.rgb(), taps.first()[y] * row + x, row);
      }
    }
    return new Picture(from.width(), height, out);
  }

  /** For each place of the result: its first source place, and the weights from there on. */
  private record Taps(int[] first, int[][] weights) {

    static Taps of(int from, int to) {
      double scale = (double) from / to;
      double reach = Math.max(1, scale);
      int[] first = new int[to];
      int[][] weights = new int[to][];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        first[i] = Math.max(0, (int) (centre - reach + 0.5));
        int end = Math.min(from, (int) (centre + reach + 0.5));
        weights[i] = weights(first[i], end, centre, reach);
      }
      return new Taps(first, weights);
    }

    private static int[] weights(int first, int end, double centre, double reach) {
      double[] exact = new double[end - first];
      double total = 0;
      for (int i = 0; i < exact.length; i++) {
        exact[i] = Math.max(0, 1 - Math.abs((i + first - centre + 0.5) / reach));
        total += exact[i];
      }
      int[] fixed = new int[exact.length];
      for (int i = 0; i < fixed.length; i++) {
        fixed[i] = (int) (0.5 + exact[i] / total * (1 << PRECISION));
      }
      return fixed;
    }

    byte sum(int place, byte[] source, int at, int step) {
      int sum = HALF;
      int from = at;
      for (int weight : weights[place]) {
        sum += (source[from] & 0xFF) * weight;
        from += step;
      }
      return (byte) Math.clamp(sum >> PRECISION, 0, 255);
    }
  }
}
