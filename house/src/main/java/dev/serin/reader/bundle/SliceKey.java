package dev.serin.reader.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The key under which one slice of a tensor stands in the index: zero, the name, the number of
 * axes, start and length of each axis, all in a code whose bytes sort as the numbers do.
 */
final class SliceKey {
  private final StringBuilder bytes = new StringBuilder();

  private SliceKey() {}

  /** The key, one character for each byte; a length of -1 is the whole axis. */
  static String of(String name, List<TensorBundle.Extent> extents) {
    SliceKey key = new SliceKey();
    key.count(0);
    key.text(name);
    key.count(extents.size());
    for (TensorBundle.Extent extent : extents) {
      key.signed(extent.start());
      key.signed(extent.length());
    }
    return key.bytes.toString();
  }

  private void count(int value) {
    int length = (39 - Integer.numberOfLeadingZeros(value)) / 8;
    bytes.append((char) length);
    for (int i = length - 1; i >= 0; i--) {
      bytes.append((char) (value >>> 8 * i & 0xff));
    }
  }

  private void text(String name) {
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      bytes.append((char) (each & 0xff));
      switch (each) {
        case 0 -> bytes.append('\u00ff');
        case -1 -> bytes.append('\0');
        default -> {} // stands for itself
      }
    }
    bytes.append('\0').append('\u0001');
  }

  /** As many ones as bytes, a zero, and then the number; negative numbers inverted. */
  private void signed(long value) {
    int bits = 64 - Long.numberOfLeadingZeros(value < 0 ? ~value : value);
    int length = bits / 7 + 1;
    byte[] wide = ByteBuffer.allocate(10).putShort((short) (value >> 63)).putLong(value).array();
    int header = 0xffff << 16 - length & 0xffff;
    int first = wide.length - length;
    wide[first] ^= (byte) (header >>> 8);
    if (length > 1) {
      wide[first + 1] ^= (byte) header;
    }
    for (int i = first; i < wide.length; i++) {
      bytes.append((char) (wide[i] & 0xff));
    }
  }
}
