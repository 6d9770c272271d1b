package dev.serin.reader.hdf;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.util.ArrayList;
import java.util.List;

/** The older form of a group: a tree of symbol nodes with the names in a local heap. */
final class SymbolTable {
  private static final int DEEPEST = 32;
  private static final int MOST_NODES = 100_000;
  private static final int SOFT = 2;

  private final Bytes file;
  private final long names;
  private final List<Link> links = new ArrayList<>();
  private int nodes;

  private SymbolTable(Bytes file, long names) {
    this.file = file;
    this.names = names;
  }

  static List<Link> links(Bytes file, Bytes message) {
    long tree = message.i64();
    Bytes heap = file.from(message.i64()).expect("HEAP").skip(20);
    SymbolTable table = new SymbolTable(file, heap.i64());
    table.tree(tree, DEEPEST);
    return table.links;
  }

  private void tree(long address, int levels) {
    Bytes node = file.from(address).expect("TREE");
    count(address);
    int kind = node.u8();
    int level = node.u8();
    if (kind != 0 || level >= levels) {
      throw Refusals.corrupt(Place.offset(address), "a tree of names is not one");
    }
    int entries = node.u16();
    node.skip(16);
    for (int i = 0; i < entries; i++) {
      node.skip(8);
      if (level == 0) {
        symbols(node.i64());
      } else {
        tree(node.i64(), level);
      }
    }
  }

  private void symbols(long address) {
    Bytes node = file.from(address).expect("SNOD").skip(2);
    count(address);
    int entries = node.u16();
    for (int i = 0; i < entries; i++) {
      String name = file.from(names).skip(node.i64()).zeroEnded();
      long target = node.i64();
      long cached = node.u32();
      node.skip(4);
      Bytes scratch = node.take(16);
      links.add(
          cached == SOFT
              ? new Link.Soft(
                  name, Link.UNORDERED, file.from(names).skip(scratch.u32()).zeroEnded())
              : new Link.Hard(name, Link.UNORDERED, target));
    }
  }

  private void count(long address) {
    nodes++;
    if (nodes > MOST_NODES) {
      throw Refusals.limit(
          Place.offset(address), "the number of nodes of a group", nodes, MOST_NODES);
    }
  }
}
