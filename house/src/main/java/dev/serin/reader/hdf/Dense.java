package dev.serin.reader.hdf;

import java.util.List;

/** Many links or attributes of one object, or large ones: a heap with a tree of its entries. */
final class Dense {
  private static final int LINK_ID = 7;
  private static final int ATTRIBUTE_ID = 8;
  private static final int HASH = 4;

  private Dense() {}

  /** The link messages behind a link info message, in the order of their creation if known. */
  static List<Bytes> links(Bytes file, Bytes info) {
    info.skip(1);
    int flags = info.u8();
    info.skip((flags & 1) != 0 ? 8 : 0);
    long heap = info.i64();
    long byName = info.i64();
    if (heap == Bytes.NOWHERE || byName == Bytes.NOWHERE) {
      return List.of();
    }
    FractalHeap objects = FractalHeap.read(file, heap);
    return RecordTree.records(file, byName, HASH + LINK_ID).stream()
        .map(each -> objects.object(each.skip(HASH).take(LINK_ID)))
        .toList();
  }

  /** The attribute messages behind an attribute info message. */
  static List<Bytes> attributes(Bytes file, Bytes info) {
    info.skip(1);
    int flags = info.u8();
    info.skip((flags & 1) != 0 ? 2 : 0);
    long heap = info.i64();
    long byName = info.i64();
    if (heap == Bytes.NOWHERE || byName == Bytes.NOWHERE) {
      return List.of();
    }
    FractalHeap objects = FractalHeap.read(file, heap);
    return RecordTree.records(file, byName, ATTRIBUTE_ID + 1 + 4 + HASH).stream()
        .map(each -> objects.object(each.take(ATTRIBUTE_ID)))
        .toList();
  }
}
