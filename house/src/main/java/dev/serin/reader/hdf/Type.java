package dev.serin.reader.hdf;

import dev.serin.reader.Refusals;

/**
 * The type of elements: {@code kind} with its {@code size} in bytes; for texts of any length an
 * element is a reference into a heap.
 */
record Type(Kind kind, int size, boolean bigEndian, boolean signed) {
  private static final int IEEE_HALF = 0x0a_05;
  private static final int IEEE_SINGLE = 0x17_08;
  private static final int IEEE_DOUBLE = 0x34_0b;

  /** What elements are. */
  enum Kind {
    WHOLE,
    REAL,
    TEXT,
    /** Length, heap address and index: sixteen bytes. */
    LONG_TEXT,
    /** Anything else: it may be there, but is not read. */
    OTHER
  }

  static Type read(Bytes body) {
    int start = body.offset();
    int kind = body.u8() & 0x0f;
    int bits = (int) body.number(3);
    long size = body.u32();
    if (size == 0 || size > 1 << 30) {
      throw Refusals.corrupt(() -> "offset " + start, "elements of " + size + " bytes");
    }
    boolean big = (bits & 1) != 0;
    return switch (kind) {
      case 0 -> new Type(whole(size), (int) size, big, (bits & 8) != 0);
      case 1 -> new Type(real(size, body), (int) size, big, true);
      case 3 -> new Type(Kind.TEXT, (int) size, false, false);
      case 9 ->
          new Type(
              (bits & 15) == 1 && size == 16 ? Kind.LONG_TEXT : Kind.OTHER,
              (int) size,
              false,
              false);
      case 8 -> truth(size, body);
      default -> new Type(Kind.OTHER, (int) size, false, false);
    };
  }

  /** A list of names for whole numbers: h5py writes truth values so. */
  private static Type truth(long size, Bytes body) {
    Type base = read(body);
    return base.kind == Kind.WHOLE && base.size == size
        ? base
        : new Type(Kind.OTHER, (int) size, false, false);
  }

  private static Kind whole(long size) {
    return size == 1 || size == 2 || size == 4 || size == 8 ? Kind.WHOLE : Kind.OTHER;
  }

  /** Only the IEEE forms: where exponent and mantissa lie tells them from others of the size. */
  private static Kind real(long size, Bytes body) {
    body.skip(4);
    body.skip(1);
    int exponentBits = body.u8();
    body.skip(1);
    int mantissaBits = body.u8();
    int form = mantissaBits << 8 | exponentBits;
    boolean ieee =
        size == 2 && form == IEEE_HALF
            || size == 4 && form == IEEE_SINGLE
            || size == 8 && form == IEEE_DOUBLE;
    return ieee ? Kind.REAL : Kind.OTHER;
  }
}
