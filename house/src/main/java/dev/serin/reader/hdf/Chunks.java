package dev.serin.reader.hdf;

import dev.serin.reader.Budget;
import dev.serin.reader.Place;
import dev.serin.reader.Refusals;

/** Puts the chunks of a dataset together; every element must be covered by a chunk. */
final class Chunks {
  private static final int DEEPEST = 32;

  private final Bytes file;
  private final Budget budget;
  private final Place place;
  private final Filters filters;
  private final int[] shape;
  private final int[] chunk;
  private final int width;
  private final int size;
  private final int chunkBytes;
  private byte[] data = new byte[0];
  private long covered;
  private long visited;

  Chunks(
      Bytes file,
      Budget budget,
      Place place,
      Filters filters,
      int[] shape,
      int[] chunk,
      int width,
      int size) {
    this.file = file;
    this.budget = budget;
    this.place = place;
    this.filters = filters;
    this.shape = shape;
    this.chunk = chunk;
    this.width = width;
    this.size = size;
    this.chunkBytes = (int) new Space(chunk, false).elements() * width;
  }

  byte[] readTree(long address) {
    tree(address, DEEPEST);
    return whole();
  }

  byte[] readOne(long address, long stored, long skipped) {
    put(address, stored == Bytes.NOWHERE ? chunkBytes : stored, skipped, new long[shape.length]);
    return whole();
  }

  private byte[] whole() {
    if (covered < size) {
      throw Refusals.corrupt(place, "a part of " + place.text() + " was never written");
    }
    return data;
  }

  private void tree(long address, int levels) {
    Bytes node = file.from(address).expect("TREE");
    int kind = node.u8();
    int level = node.u8();
    if (kind != 1 || level >= levels) {
      throw Refusals.corrupt(Place.offset(address), "a tree of chunks is not one");
    }
    int entries = node.u16();
    node.skip(16);
    for (int i = 0; i < entries; i++) {
      count();
      long stored = node.u32();
      long skipped = node.u32();
      long[] start = new long[shape.length];
      for (int axis = 0; axis < shape.length; axis++) {
        start[axis] = node.i64();
      }
      node.skip(8);
      long child = node.i64();
      if (level == 0) {
        put(child, stored, skipped, start);
      } else {
        tree(child, level);
      }
    }
  }

  /** A chunk that is named twice would let a small tree cost much. */
  private void count() {
    visited++;
    long most = 1000 + 4L * size / Math.max(1, width);
    if (visited > most) {
      throw Refusals.limit(place, "the number of chunks of " + place.text(), visited, most);
    }
  }

  private void put(long address, long stored, long skipped, long[] start) {
    byte[] bytes =
        filters.undo(
            file.part(address, stored).array(stored), skipped, chunkBytes, width, budget, place);
    if (data.length == 0) {
      data = new byte[size];
    }
    for (int axis = 0; axis < shape.length; axis++) {
      if (start[axis] < 0 || start[axis] >= shape[axis] || start[axis] % chunk[axis] != 0) {
        throw Refusals.corrupt(place, "a chunk of " + place.text() + " lies outside of it");
      }
    }
    copy(bytes, start, 0, 0, 0);
    if (covered > size) {
      throw Refusals.corrupt(place, "chunks of " + place.text() + " overlap");
    }
  }

  /** Copies row by row along the last axis; the recursion is as deep as there are axes. */
  private void copy(byte[] bytes, long[] start, int axis, long from, long to) {
    int length = (int) Math.min(chunk[axis], shape[axis] - start[axis]);
    if (axis == shape.length - 1) {
      long first = (to * shape[axis] + start[axis]) * width;
      System.arraycopy(
          bytes, (int) (from * chunk[axis] * width), data, (int) first, length * width);
      covered += (long) length * width;
      return;
    }
    for (int i = 0; i < length; i++) {
      copy(bytes, start, axis + 1, from * chunk[axis] + i, to * shape[axis] + start[axis] + i);
    }
  }
}
