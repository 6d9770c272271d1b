package dev.serin.reader.bundle;

import dev.serin.reader.Budget;
import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A table of keys and values in the form of LevelDB: blocks with shared prefixes, plain or in
 * Snappy's form, each with a checksum, an index of the blocks, and a footer of 48 bytes. Keys are
 * given as texts of one character for each byte.
 */
final class SortedTable {
  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int TRAILER = 5;
  private static final int PLAIN = 0;
  private static final int SNAPPY = 1;

  private final ByteBuffer file;
  private final Budget budget;
  private final Place place;

  private SortedTable(byte[] file, Budget budget, Place place) {
    this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    this.budget = budget;
    this.place = place;
  }

  /** All entries in the order of the file; raises {@code Refused} CORRUPT or LIMIT_EXCEEDED. */
  static SequencedMap<String, ByteBuffer> read(byte[] file, Budget budget, Place place) {
    return new SortedTable(file, budget, place).entries();
  }

  private SequencedMap<String, ByteBuffer> entries() {
    int footer = file.capacity() - FOOTER;
    if (footer < 0 || file.getLong(file.capacity() - Long.BYTES) != MAGIC) {
      throw Refusals.corrupt(place, "it does not end like a table");
    }
    ByteBuffer handles = file.slice(footer, FOOTER);
    Varint.next(handles, place); // the meta index, which holds nothing
    Varint.next(handles, place);
    SequencedMap<String, ByteBuffer> index = new LinkedHashMap<>();
    block(handles, footer, index);
    SequencedMap<String, ByteBuffer> all = new LinkedHashMap<>();
    for (ByteBuffer handle : index.values()) {
      block(handle.duplicate(), footer, all);
    }
    return all;
  }

  private void block(ByteBuffer handle, int end, SequencedMap<String, ByteBuffer> into) {
    long offset = Varint.next(handle, place);
    long size = Varint.next(handle, place);
    if (offset < 0 || size < 0 || offset > end || size > end - offset - TRAILER) {
      throw Refusals.corrupt(place, "a block of " + size + " bytes at " + offset);
    }
    ByteBuffer summed = file.slice((int) offset, (int) size + 1);
    if (Checksum.of(summed) != file.getInt((int) (offset + size + 1))) {
      throw Refusals.corrupt(place, "the checksum of the block at " + offset + " is wrong");
    }
    ByteBuffer stored = file.slice((int) offset, (int) size);
    ByteBuffer block =
        switch (summed.get((int) size)) {
          case PLAIN -> stored;
          case SNAPPY -> Snappy.inflate(stored, budget, place);
          default -> throw Refusals.corrupt(place, "the block at " + offset + " has no known form");
        };
    entries(block.order(ByteOrder.LITTLE_ENDIAN), into);
  }

  private void entries(ByteBuffer block, SequencedMap<String, ByteBuffer> into) {
    int size = block.remaining();
    long restarts = size < Integer.BYTES ? -1 : block.getInt(size - Integer.BYTES) & 0xffffffffL;
    if (restarts < 0 || restarts > size / Integer.BYTES - 1) {
      throw Refusals.corrupt(place, "a block of " + size + " bytes with " + restarts + " restarts");
    }
    ByteBuffer in = block.slice(0, size - Integer.BYTES * ((int) restarts + 1));
    String key = "";
    while (in.hasRemaining()) {
      long shared = Varint.next(in, place);
      int fresh = Varint.length(in, place);
      long value = Varint.next(in, place);
      if (shared < 0 || shared > key.length() || value < 0 || value > in.remaining() - fresh) {
        throw Refusals.corrupt(place, "an entry goes beyond its block");
      }
      byte[] rest = new byte[fresh];
      in.get(rest);
      key = key.substring(0, (int) shared) + new String(rest, StandardCharsets.ISO_8859_1);
      budget.hold(2L * key.length(), place);
      if (into.putIfAbsent(key, in.slice(in.position(), (int) value)) != null) {
        throw Refusals.corrupt(place, "the key '" + key + "' stands twice");
      }
      in.position(in.position() + (int) value);
    }
  }
}
