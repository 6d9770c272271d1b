package dev.serin.codec.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;

/** The segments of a JPEG file (ITU-T T.81): finds the frame and keeps what decodes it. */
final class JpegParts {
  private static final int START = 0xD8;
  private static final int SCAN = 0xDA;
  private static final int END = 0xD9;
  private static final int MOST_SCANS = 64;

  /** Baseline, extended and progressive frames with Huffman codes. */
  private static final Set<Integer> FRAMES = Set.of(0xC0, 0xC1, 0xC2);

  /** Huffman and quantisation tables, restart intervals, and the two marks of the colour space. */
  private static final Set<Integer> KEPT = Set.of(0xC4, 0xDB, 0xDD, 0xE0, 0xEE);

  private final ByteBuffer file;
  private final String name;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int width;
  private int height;

  JpegParts(byte[] file, String name) {
    this.file = ByteBuffer.wrap(file);
    this.name = name;
  }

  static boolean begins(byte[] file) {
    return file.length >= 3
        && file[0] == (byte) 0xFF
        && file[1] == (byte) START
        && file[2] == (byte) 0xFF;
  }

  Encoded encoded(ImageLimits limits) {
    mark(START);
    file.position(2);
    for (int marker = marker(); marker != SCAN; marker = marker()) {
      segment(marker, limits);
    }
    if (width == 0) {
      throw Encoded.invalid(name, "it has no frame before its first scan");
    }
    checkScans();
    mark(SCAN);
    kept.write(file.array(), file.position(), file.remaining());
    return new Encoded("jpeg", width, height, kept.toByteArray());
  }

  private void mark(int marker) {
    kept.write(0xFF);
    kept.write(marker);
  }

  private int marker() {
    if (file.remaining() < 4 || file.get() != (byte) 0xFF) {
      throw Encoded.invalid(name, "it is cut off or damaged");
    }
    int marker = file.get() & 0xFF;
    while (marker == 0xFF && file.remaining() > 2) { // fill bytes
      marker = file.get() & 0xFF;
    }
    return marker;
  }

  private void segment(int marker, ImageLimits limits) {
    int at = file.position();
    int length = file.getShort(at) & 0xFFFF;
    if (marker < 0xC0 || marker == END || length < 2 || length > file.remaining()) {
      throw Encoded.invalid(name, "it is cut off or damaged");
    }
    boolean frame = marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) {
      frame(marker, file.slice(at + 2, length - 2), limits);
    }
    if (frame || KEPT.contains(marker)) {
      mark(marker);
      kept.write(file.array(), at, length);
    }
    file.position(at + length);
  }

  private void frame(int marker, ByteBuffer frame, ImageLimits limits) {
    if (!FRAMES.contains(marker) || width != 0 || frame.remaining() < 6 || frame.get() != 8) {
      throw Encoded.invalid(name, "it is a kind of JPEG that is not read");
    }
    height = frame.getShort() & 0xFFFF;
    width = frame.getShort() & 0xFFFF;
    int components = frame.get();
    if (components != 1 && components != 3) {
      throw Encoded.invalid(name, "it has " + components + " colour channels, not 1 or 3");
    }
    Encoded.check(width, height, name, limits);
  }

  /** Each scan of a progressive image goes over all pixels once more. */
  private void checkScans() {
    byte[] bytes = file.array();
    int scans = 1;
    for (int i = file.position(); i + 1 < bytes.length; i++) {
      // within coded data a byte 0xFF is always followed by a zero or a restart mark
      if (bytes[i] == (byte) 0xFF && bytes[i + 1] == (byte) SCAN && ++scans > MOST_SCANS) {
        throw Encoded.invalid(name, "it has more than " + MOST_SCANS + " scans");
      }
    }
  }
}
