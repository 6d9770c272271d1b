package dev.serin.reader.hdf;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;

/** The shape of a dataset or attribute; {@code empty} when it holds nothing at all. */
record Space(int[] shape, boolean empty) {
  private static final int MOST_AXES = 32;

  static Space read(Bytes body) {
    int start = body.offset();
    int version = body.u8();
    int axes = body.u8();
    body.skip(1);
    int kind = body.u8();
    body.skip(version == 1 ? 4 : 0);
    if (version < 1 || version > 2 || axes > MOST_AXES) {
      throw Refusals.corrupt(Place.offset(start), "a shape with " + axes + " axes");
    }
    int[] shape = new int[axes];
    for (int i = 0; i < axes; i++) {
      long length = body.i64();
      if (length < 0 || length > Integer.MAX_VALUE) {
        throw Refusals.limit(
            Place.offset(start), "the length of an axis", length, Integer.MAX_VALUE);
      }
      shape[i] = (int) length;
    }
    return new Space(shape, version == 2 && kind == 2);
  }

  /** The number of elements, or more than any limit when it is beyond 2^62. */
  long elements() {
    long elements = empty ? 0 : 1;
    for (int length : shape) {
      if (length == 0) {
        return 0;
      }
    }
    for (int length : shape) {
      elements = elements > Long.MAX_VALUE / 2 / length ? Long.MAX_VALUE / 2 : elements * length;
    }
    return elements;
  }
}
