package dev.serin.reader.hdf;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;

/** Where the bytes of a dataset lie. */
sealed interface Layout {
  /** In the header itself. */
  record Compact(Bytes data) implements Layout {}

  /** In one piece; {@code address} is nowhere when it was never written. */
  record Contiguous(long address, long size) implements Layout {}

  /** In chunks of this shape, found by a tree; {@code tree} is nowhere when none was written. */
  record Chunked(long tree, int[] chunk) implements Layout {}

  /** All in one chunk, of {@code size} stored bytes. */
  record Single(long address, long size, long skipped, int[] chunk) implements Layout {}

  static Layout read(Bytes body) {
    int start = body.offset();
    int version = body.u8();
    if (version > 5) {
      throw Refusals.value(Place.offset(start), "a dataset in the unknown layout " + version);
    }
    if (version < 3) {
      throw Refusals.legacy(Place.offset(start), "a dataset in the layout of HDF5 before 1.6");
    }
    int kind = body.u8();
    return switch (kind) {
      case 0 -> new Compact(body.take(body.u16()));
      case 1 -> new Contiguous(body.i64(), body.i64());
      case 2 -> version == 3 ? chunked(body) : newer(body);
      default ->
          throw Refusals.external(
              Place.offset(start), "a virtual dataset takes its data from other files");
    };
  }

  private static Layout chunked(Bytes body) {
    int axes = body.u8() - 1;
    long tree = body.i64();
    return new Chunked(tree, chunk(body, axes, 4));
  }

  private static Layout newer(Bytes body) {
    int flags = body.u8();
    int axes = body.u8() - 1;
    int width = body.u8();
    int[] chunk = chunk(body, axes, width);
    body.skip(width);
    if (body.u8() != 1) {
      throw Refusals.value(
          Place.offset(body.offset()), "a dataset in many chunks of the newest layout is not read");
    }
    boolean filtered = (flags & 2) != 0;
    long size = filtered ? body.i64() : Bytes.NOWHERE;
    long skipped = filtered ? body.u32() : 0;
    return new Single(body.i64(), size, skipped, chunk);
  }

  private static int[] chunk(Bytes body, int axes, int width) {
    if (axes < 1 || axes > 32 || width < 1 || width > 8) {
      throw Refusals.corrupt(Place.offset(body.offset()), "chunks with " + axes + " axes");
    }
    int[] chunk = new int[axes];
    for (int i = 0; i < axes; i++) {
      long length = body.number(width);
      if (length < 1 || length > Integer.MAX_VALUE) {
        throw Refusals.corrupt(Place.offset(body.offset()), "a chunk of length " + length);
      }
      chunk[i] = (int) length;
    }
    return chunk;
  }
}
