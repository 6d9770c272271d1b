package dev.serin.reader.hdf;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;

/**
 * The heap of links and attributes that do not fit into a header. Its managed space is one range of
 * offsets, cut into rows of {@code width} blocks: the first two rows have blocks of the starting
 * size, every further row of twice the size before it; blocks beyond the largest direct size are
 * indirect and are cut the same way. Very small objects stand in their identifier, very large ones
 * in a tree of their own.
 */
final class FractalHeap {
  private static final int MANAGED = 0;
  private static final int HUGE = 1;
  private static final int TINY = 2;
  private static final int HUGE_RECORD = 24;

  private final Bytes file;
  private final long address;
  private final long hugeTree;
  private final int width;
  private final long starting;
  private final long largestDirect;
  private final int offsetBytes;
  private final int lengthBytes;
  private final long root;
  private final int rootRows;

  private FractalHeap(Bytes file, long address, Bytes head) {
    this.file = file;
    this.address = address;
    head.skip(3);
    if (head.u16() != 0) {
      throw Refusals.value(Place.offset(address), "a compressed heap is not read");
    }
    head.skip(1);
    long largestManaged = head.u32();
    head.skip(8);
    this.hugeTree = head.i64();
    head.skip(10 * 8);
    this.width = head.u16();
    this.starting = head.i64();
    this.largestDirect = head.i64();
    int bits = head.u16();
    head.skip(2);
    this.root = head.i64();
    this.rootRows = head.u16();
    if (bits > 63 || starting < 1 || largestDirect < starting || width < 1 || largestManaged < 1) {
      throw Refusals.corrupt(Place.offset(address), "a heap with senseless sizes");
    }
    this.offsetBytes = (bits + 7) / 8;
    this.lengthBytes = Math.min((log2(largestDirect) + 7) / 8, log2(largestManaged) / 8 + 1);
  }

  static FractalHeap read(Bytes file, long address) {
    return new FractalHeap(file, address, file.from(address).expect("FRHP"));
  }

  /** The object with this identifier. */
  Bytes object(Bytes id) {
    int first = id.u8();
    return switch (first >> 4 & 3) {
      case MANAGED -> {
        long offset = id.number(offsetBytes);
        long length = id.number(lengthBytes);
        yield rootRows == 0 ? direct(root, 0, offset, length) : indirect(offset, length);
      }
      case HUGE -> huge(id.number(Math.min(8, id.left())));
      case TINY -> id.take((first & 15) + 1L);
      default -> throw Refusals.corrupt(Place.offset(address), "an object of an unknown kind");
    };
  }

  private Bytes huge(long number) {
    for (Bytes each : RecordTree.records(file, hugeTree, HUGE_RECORD)) {
      long at = each.i64();
      long length = each.i64();
      if (each.i64() == number) {
        return file.part(at, length);
      }
    }
    throw Refusals.corrupt(Place.offset(address), "a large object is not where it should be");
  }

  private Bytes direct(long block, long start, long offset, long length) {
    file.from(block).expect("FHDB");
    return file.from(block).skip(offset - start).take(length);
  }

  private Bytes indirect(long offset, long length) {
    long block = root;
    long start = 0;
    int rows = rootRows;
    // Each step goes into a block that is at least one row smaller.
    while (true) {
      long within = offset - start;
      long inFirstRows = within / (starting * width);
      int row = inFirstRows == 0 ? 0 : log2(inFirstRows) + 1;
      if (within < 0 || row >= rows) {
        throw Refusals.corrupt(Place.offset(address), "an object lies beyond its heap");
      }
      long size = row == 0 ? starting : starting << row - 1;
      long rowStart = row == 0 ? 0 : starting * width << row - 1;
      long column = (within - rowStart) / size;
      Bytes entries = file.from(block).expect("FHIB").skip(1L + 8 + offsetBytes);
      long child = entries.skip(8 * ((long) row * width + column)).i64();
      start += rowStart + column * size;
      if (size <= largestDirect) {
        return direct(child, start, offset, length);
      }
      block = child;
      rows = Math.min(row, log2(size) - log2(starting * width) + 1);
    }
  }

  private static int log2(long value) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
  }
}
