package dev.serin.reader.bundle;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.ByteBuffer;

/** Whole numbers of one to ten bytes, seven bits in each. */
final class Varint {
  private Varint() {}

  /** The number at the buffer's position, which moves behind it. */
  static long next(ByteBuffer in, Place place) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!in.hasRemaining()) {
        throw Refusals.corrupt(place, "it ends inside of a number");
      }
      byte part = in.get();
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw Refusals.corrupt(place, "a number of more than ten bytes");
  }

  /** A number that must not exceed the bytes that are left. */
  static int length(ByteBuffer in, Place place) {
    long length = next(in, place);
    if (length < 0 || length > in.remaining()) {
      throw Refusals.corrupt(place, length + " bytes are announced, " + in.remaining() + " left");
    }
    return (int) length;
  }
}
