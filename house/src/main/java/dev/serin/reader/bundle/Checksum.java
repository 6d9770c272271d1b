package dev.serin.reader.bundle;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The checksum of tables and bundles: CRC-32C, turned and shifted so that it may be nested. */
final class Checksum {
  private static final int SHIFT = 0xa282ead8;

  private Checksum() {}

  /** The checksum of all these bytes, one part after the other. */
  static int of(ByteBuffer... parts) {
    CRC32C sum = new CRC32C();
    for (ByteBuffer part : parts) {
      sum.update(part.duplicate());
    }
    return Integer.rotateRight((int) sum.getValue(), 15) + SHIFT;
  }
}
