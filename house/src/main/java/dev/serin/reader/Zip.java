package dev.serin.reader;

import dev.serin.base.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive in memory, read by its central directory as its writers' own libraries do (APPNOTE
 * 6.3, with Zip64 sizes). Nothing is ever unpacked to a disk. Stored entries are slices of the
 * archive, deflated ones are inflated under the budget. Names are compared exactly; an archive with
 * a duplicate, absolute or climbing name, more than 10,000 entries, encryption or another
 * compression is refused.
 */
public final class Zip {
  private static final int MOST_ENTRIES = 10_000;
  private static final int END = 0x06054b50;
  private static final int END64_LOCATOR = 0x07064b50;
  private static final int END64 = 0x06064b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ZIP64_EXTRA = 1;
  private static final long IN_EXTRA = 0xffffffffL;
  private static final int CHUNK = 1 << 16;

  private final ByteBuffer bytes;
  private final Budget budget;
  private final Map<String, Item> items = new LinkedHashMap<>();
  private long inflated;

  private record Item(String name, int method, long crc, long packed, long size, long local) {}

  private Zip(ByteBuffer bytes, Budget budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  /** Whether a file that starts like this is a zip archive. */
  public static boolean recognises(byte[] head) {
    return head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
  }

  /**
   * Reads the directory of the archive; {@code archive} is kept and must not change.
   *
   * @throws Problem.Raised with {@code Refused}: CORRUPT, LIMIT_EXCEEDED, EXTERNAL_REFERENCE,
   *     UNSUPPORTED_VALUE
   */
  public static Zip read(byte[] archive, Budget budget) {
    Zip zip = new Zip(ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN), budget);
    try {
      zip.readDirectory();
    } catch (IndexOutOfBoundsException | IllegalArgumentException outside) {
      throw Refusals.corrupt(
          () -> "the zip directory", "it points outside of the archive", outside);
    }
    return zip;
  }

  /** The names of all entries, in the order of the archive. */
  public List<String> names() {
    return List.copyOf(items.keySet());
  }

  /** The bytes of an entry, to be read only; inflated anew at each call. */
  public Optional<ByteBuffer> entry(String name) {
    return Optional.ofNullable(items.get(name)).map(this::content);
  }

  /** The bytes of an entry without which the model cannot be read. */
  public ByteBuffer required(String name) {
    return entry(name)
        .orElseThrow(() -> Refusals.corrupt(() -> name, "the archive does not hold this entry"));
  }

  /** The uncompressed size of an entry in bytes as the directory says it, 0 when there is none. */
  public long size(String name) {
    return items.containsKey(name) ? items.get(name).size() : 0;
  }

  private void readDirectory() {
    int end = end();
    long count = bytes.getShort(end + 10) & 0xffff;
    long start = bytes.getInt(end + 16) & IN_EXTRA;
    if (end >= 20 && bytes.getInt(end - 20) == END64_LOCATOR) {
      int wide = Math.toIntExact(inFile(bytes.getLong(end - 12)));
      if (bytes.getInt(wide) != END64) {
        throw corrupt("the Zip64 end record is not where it should be");
      }
      count = bytes.getLong(wide + 32);
      start = bytes.getLong(wide + 48);
    }
    if (count < 0 || count > MOST_ENTRIES) {
      throw Refusals.limit(() -> "the zip directory", "the number of entries", count, MOST_ENTRIES);
    }
    int at = (int) inFile(start);
    for (long i = 0; i < count; i++) {
      at = readItem(at);
    }
  }

  private int end() {
    int last = bytes.limit() - END_BYTES;
    for (int at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) {
      if (bytes.getInt(at) == END && (bytes.getShort(at + 20) & 0xffff) == last - at) {
        return at;
      }
    }
    throw corrupt("the end of the zip archive is missing");
  }

  private int readItem(int at) {
    if (bytes.getInt(at) != CENTRAL) {
      throw corrupt("an entry of the zip directory is missing at offset " + at);
    }
    int nameLength = bytes.getShort(at + 28) & 0xffff;
    int extraLength = bytes.getShort(at + 30) & 0xffff;
    int commentLength = bytes.getShort(at + 32) & 0xffff;
    byte[] raw = new byte[nameLength];
    bytes.get(at + 46, raw);
    String name = new String(raw, StandardCharsets.UTF_8);
    check(name, bytes.getShort(at + 8) & 0xffff);
    long[] wide = {
      bytes.getInt(at + 24) & IN_EXTRA,
      bytes.getInt(at + 20) & IN_EXTRA,
      bytes.getInt(at + 42) & IN_EXTRA
    };
    widen(wide, at + 46 + nameLength, extraLength);
    Item item =
        new Item(
            name,
            bytes.getShort(at + 10) & 0xffff,
            bytes.getInt(at + 16) & IN_EXTRA,
            inFile(wide[1]),
            wide[0],
            inFile(wide[2]));
    if (items.putIfAbsent(name, item) != null) {
      throw Refusals.corrupt(() -> name, "the archive holds two entries of this name");
    }
    return at + 46 + nameLength + extraLength + commentLength;
  }

  private static void check(String name, int flags) {
    boolean climbs = name.equals("..") || name.startsWith("../") || name.contains("/../");
    if (climbs || name.startsWith("/") || name.contains("\\") || name.indexOf(0) >= 0) {
      throw Refusals.external(() -> name, "the name of this entry leaves the archive");
    }
    if ((flags & ENCRYPTED) != 0) {
      throw Refusals.value(() -> name, "this entry is encrypted");
    }
  }

  /** Sizes and place of 64 bits stand in an extra field, in the order of those that are missing. */
  private void widen(long[] sizes, int from, int length) {
    int at = from;
    while (at + 4 <= from + length) {
      int tag = bytes.getShort(at) & 0xffff;
      int size = bytes.getShort(at + 2) & 0xffff;
      if (tag == ZIP64_EXTRA) {
        int value = at + 4;
        for (int i = 0; i < sizes.length; i++) {
          if (sizes[i] == IN_EXTRA && value + 8 <= at + 4 + size) {
            sizes[i] = bytes.getLong(value);
            value += 8;
          }
        }
        return;
      }
      at += 4 + size;
    }
  }

  private ByteBuffer content(Item item) {
    try {
      int local = (int) item.local();
      if (bytes.getInt(local) != LOCAL) {
        throw corrupt("the entry " + item.name() + " is not where the directory says");
      }
      int skip = (bytes.getShort(local + 26) & 0xffff) + (bytes.getShort(local + 28) & 0xffff);
      ByteBuffer packed = bytes.slice(local + 30 + skip, (int) item.packed());
      ByteBuffer content = unpacked(item, packed).asReadOnlyBuffer();
      checkSum(item, content.duplicate());
      return content.order(ByteOrder.LITTLE_ENDIAN);
    } catch (IndexOutOfBoundsException outside) {
      throw Refusals.corrupt(item::name, "this entry ends outside of the archive", outside);
    }
  }

  private ByteBuffer unpacked(Item item, ByteBuffer packed) {
    if (item.method() == STORED && item.size() == item.packed()) {
      return packed;
    }
    if (item.method() != DEFLATED) {
      throw Refusals.value(item::name, "this entry is compressed by method " + item.method());
    }
    return inflate(item, packed);
  }

  /** Grows with what was really inflated; a claim that is beyond the budget is not even tried. */
  private ByteBuffer inflate(Item item, ByteBuffer packed) {
    long claimed = Math.max(item.size(), inflated + item.size());
    budget.inflated(claimed, Math.max(1, packed.remaining()));
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed.duplicate());
      byte[] out = new byte[CHUNK];
      int length = 0;
      while (!inflater.finished()) {
        if (length == out.length) {
          long room = item.size() < 2L * length ? item.size() + 1 : 2L * length;
          out = Arrays.copyOf(out, (int) Math.min(Integer.MAX_VALUE - 8, room));
        }
        int more = inflater.inflate(out, length, out.length - length);
        if (more == 0 && !inflater.finished()) {
          throw Refusals.corrupt(item::name, "the compressed data of this entry ends too early");
        }
        length += more;
        budget.inflated(inflated + length, Math.max(1, packed.remaining()));
        if (length > item.size()) {
          throw Refusals.corrupt(item::name, "this entry is larger than the directory says");
        }
      }
      inflated += length;
      return ByteBuffer.wrap(out, 0, length).slice();
    } catch (DataFormatException damaged) {
      throw Refusals.corrupt(item::name, "the compressed data of this entry is damaged", damaged);
    } finally {
      inflater.end();
    }
  }

  private static void checkSum(Item item, ByteBuffer content) {
    CRC32 sum = new CRC32();
    long size = content.remaining();
    sum.update(content);
    if (size != item.size() || sum.getValue() != item.crc()) {
      throw Refusals.corrupt(item::name, "this entry does not match its checksum");
    }
  }

  private long inFile(long value) {
    if (value < 0 || value > bytes.limit()) {
      throw corrupt("it points outside of the archive");
    }
    return value;
  }

  private static Problem.Raised corrupt(String what) {
    return Refusals.corrupt(() -> "the zip directory", what);
  }
}
