package dev.serin.reader.hdf;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.util.ArrayList;
import java.util.List;

/**
 * The newer tree of HDF5, whose nodes hold records of one size between their children. How many
 * bytes a count takes follows from how many records could be there at most.
 */
final class RecordTree {
  private static final int MOST = 100_000;
  private static final int DEEPEST = 16;
  private static final int FRAME = 10;

  private final Bytes file;
  private final int size;
  private final int countBytes;
  private final int[] totalBytes;
  private final List<Bytes> records = new ArrayList<>();
  private int nodes;

  private RecordTree(Bytes file, int size, long nodeSize, int depth) {
    this.file = file;
    this.size = size;
    long most = Math.max(1, (nodeSize - FRAME) / size);
    this.countBytes = bytesFor(most);
    this.totalBytes = new int[depth + 1];
    long total = most;
    for (int level = 1; level <= depth; level++) {
      int pointer = 8 + countBytes + totalBytes[level - 1];
      long here = Math.max(1, (nodeSize - FRAME - pointer) / (size + pointer));
      total = Math.min((here + 1) * total + here, Long.MAX_VALUE / 0x1_0000_0000L);
      totalBytes[level] = bytesFor(total);
    }
  }

  /** All records, each of {@code size} bytes, in the order of the tree. */
  static List<Bytes> records(Bytes file, long address, int size) {
    Bytes head = file.from(address).expect("BTHD").skip(2);
    long nodeSize = head.u32();
    int stored = head.u16();
    int depth = head.u16();
    if (stored != size || depth > DEEPEST || nodeSize < FRAME) {
      throw Refusals.corrupt(Place.offset(address), "a tree of records of " + stored + " bytes");
    }
    head.skip(2);
    RecordTree tree = new RecordTree(file, size, nodeSize, depth);
    long root = head.i64();
    int count = head.u16();
    if (count > 0) {
      tree.node(root, count, depth);
    }
    return tree.records;
  }

  private void node(long address, long count, int level) {
    nodes++;
    if (nodes > MOST || count > MOST - records.size()) {
      throw Refusals.limit(Place.offset(address), "the number of records", count, MOST);
    }
    Bytes node = file.from(address).expect(level == 0 ? "BTLF" : "BTIN").skip(2);
    List<Bytes> own = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      own.add(node.take(size));
    }
    if (level > 0) {
      for (long i = 0; i <= count; i++) {
        long child = node.i64();
        long inside = node.number(countBytes);
        node.skip(totalBytes[level - 1]);
        node(child, inside, level - 1);
      }
    }
    records.addAll(own);
  }

  private static int bytesFor(long most) {
    return (Long.SIZE - 1 - Long.numberOfLeadingZeros(most)) / 8 + 1;
  }
}
