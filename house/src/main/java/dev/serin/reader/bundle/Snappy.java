package dev.serin.reader.bundle;

import dev.serin.reader.Budget;
import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One block in Snappy's raw form: the size of the result, then literals and copies. */
final class Snappy {
  private static final int SMALLEST_RATIO_CHECKED = 1 << 20;
  private static final int LARGEST_RATIO = 64; // a copy makes at most 64 bytes of 2 or 3

  private final ByteBuffer in;
  private final Place place;
  private final byte[] out;
  private int made;

  private Snappy(ByteBuffer in, Place place, byte[] out) {
    this.in = in;
    this.place = place;
    this.out = out;
  }

  /** The inflated bytes; raises {@code Refused} when they do not come out as announced. */
  static ByteBuffer inflate(ByteBuffer block, Budget budget, Place place) {
    ByteBuffer in = block.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long size = Varint.next(in, place);
    boolean impossible = size > SMALLEST_RATIO_CHECKED && size / LARGEST_RATIO > block.remaining();
    if (size < 0 || size > Integer.MAX_VALUE - 8 || impossible) {
      throw Refusals.corrupt(place, "a block of " + size + " inflated bytes");
    }
    budget.inflated(size, block.remaining());
    budget.mayHold(size, place);
    Snappy snappy = new Snappy(in, place, new byte[(int) size]);
    while (in.hasRemaining()) {
      snappy.element();
    }
    if (snappy.made != size) {
      throw Refusals.corrupt(place, "a block ends after " + snappy.made + " of " + size + " bytes");
    }
    return ByteBuffer.wrap(snappy.out);
  }

  private void element() {
    int tag = in.get() & 0xff;
    int size = tag >>> 2;
    switch (tag & 3) {
      case 0 -> literal(size);
      case 1 -> copy((size & 7) + 4, tag >>> 5 << 8 | (int) little(1));
      case 2 -> copy(size + 1, little(2));
      default -> copy(size + 1, little(4));
    }
  }

  private void literal(int size) {
    long length = size < 60 ? size + 1 : little(size - 59) + 1;
    if (length > in.remaining() || length > out.length - made) {
      throw Refusals.corrupt(place, "a literal of " + length + " bytes");
    }
    in.get(out, made, (int) length);
    made += (int) length;
  }

  private void copy(int length, long back) {
    if (back < 1 || back > made || length > out.length - made) {
      throw Refusals.corrupt(place, "a copy of " + length + " bytes from " + back + " before");
    }
    for (int i = 0; i < length; i++, made++) { // the source may overlap the result
      out[made] = out[made - (int) back];
    }
  }

  private long little(int bytes) {
    if (bytes > in.remaining()) {
      throw Refusals.corrupt(place, "a block ends inside of a length");
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in.get() & 0xffL) << 8 * i;
    }
    return value;
  }
}
