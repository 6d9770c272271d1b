package dev.serin.reader.bundle;

import dev.serin.reader.Budget;
import dev.serin.reader.Place;
import dev.serin.reader.Protobuf;
import dev.serin.reader.Refusals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tensors of a checkpoint by their keys. The index is read at once, the bytes of a tensor when
 * they are asked for; nothing is trusted before its checksum was compared.
 */
public final class TensorBundle {
  private static final int STRING = 7;
  private static final int MOST_SHARDS = 10_000;

  private final Map<String, Entry> entries = new HashMap<>();
  private final Shards shards;
  private int shardCount = 1;

  /** The data files. */
  @FunctionalInterface
  public interface Shards {
    /** All bytes of one of {@code count} files; raises {@code Refused} when it is missing. */
    ByteBuffer shard(int number, int count);
  }

  /** Where one axis of a slice starts, and how long it is; -1 is the whole axis. */
  public record Extent(long start, long length) {}

  /**
   * What the index says of one tensor: {@code type} is the number of TensorFlow's datatype; a
   * tensor that was saved in slices has no bytes of its own.
   */
  public record Entry(
      String key,
      int type,
      List<Long> sizes,
      int shard,
      long offset,
      long size,
      int checksum,
      List<List<Extent>> slices) {
    public Entry {
      sizes = List.copyOf(sizes);
      slices = List.copyOf(slices);
    }
  }

  private TensorBundle(Shards shards) {
    this.shards = shards;
  }

  /** A bundle without tensors. */
  public static TensorBundle empty() {
    return new TensorBundle(
        (number, _) -> {
          throw Refusals.corrupt(() -> "data file " + number, "there is none");
        });
  }

  /**
   * Reads the index.
   *
   * @throws dev.serin.base.Problem.Raised {@code Refused} CORRUPT, LIMIT_EXCEEDED or
   *     UNSUPPORTED_VALUE
   */
  public static TensorBundle open(byte[] index, Shards shards, Budget budget) {
    TensorBundle bundle = new TensorBundle(shards);
    Place place = () -> "the index of the variables";
    SortedTable.read(index, budget, place).forEach(bundle::add);
    return bundle;
  }

  private void add(String key, ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    if (key.isEmpty()) {
      header(Protobuf.over(bytes));
    } else {
      String name = key.charAt(0) == 0 ? key : utf8(key);
      entries.put(name, entry(name, Protobuf.over(bytes)));
    }
  }

  private static String utf8(String key) {
    return new String(key.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private void header(Protobuf header) {
    long count = 0;
    while (header.next()) {
      if (header.field() == 1) {
        count = header.number();
      }
      if (header.field() == 2 && header.number() != 0) {
        throw Refusals.value(() -> "the index of the variables", "they are stored big-endian");
      }
    }
    if (count < 1 || count > MOST_SHARDS) {
      throw Refusals.corrupt(() -> "the index of the variables", count + " data files");
    }
    shardCount = (int) count;
  }

  private static Entry entry(String key, Protobuf proto) {
    long type = 0;
    long shard = 0;
    long offset = 0;
    long size = 0;
    int checksum = 0;
    List<Long> sizes = List.of();
    List<List<Extent>> slices = new ArrayList<>();
    while (proto.next()) {
      switch (proto.field()) {
        case 1 -> type = proto.number();
        case 2 -> sizes = sizes(proto.message());
        case 3 -> shard = proto.number();
        case 4 -> offset = proto.number();
        case 5 -> size = proto.number();
        case 6 -> checksum = (int) proto.number();
        case 7 -> slices.add(slice(proto.message()));
        default -> {} // nothing else is defined
      }
    }
    return new Entry(
        key,
        Math.clamp(type, -1, 1 << 20),
        sizes,
        Math.clamp(shard, -1, MOST_SHARDS),
        offset,
        size,
        checksum,
        slices);
  }

  private static List<Long> sizes(Protobuf shape) {
    List<Long> sizes = new ArrayList<>();
    while (shape.next()) {
      if (shape.field() == 2) {
        long size = 0;
        for (Protobuf axis = shape.message(); axis.next(); ) {
          size = axis.field() == 1 ? axis.number() : size;
        }
        sizes.add(size);
      }
    }
    return sizes;
  }

  private static List<Extent> slice(Protobuf proto) {
    List<Extent> extents = new ArrayList<>();
    while (proto.next()) {
      if (proto.field() == 1) {
        long start = 0;
        long length = -1;
        for (Protobuf extent = proto.message(); extent.next(); ) {
          start = extent.field() == 1 ? extent.number() : start;
          length = extent.field() == 2 ? extent.number() : length;
        }
        extents.add(new Extent(start, length));
      }
    }
    return extents;
  }

  /** What stands under this key. */
  public Optional<Entry> entry(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** The entry of one slice of a tensor. */
  public Optional<Entry> slice(Entry whole, List<Extent> extents) {
    return entry(SliceKey.of(whole.key(), extents));
  }

  /** The little-endian bytes of a tensor of numbers, not copied. */
  public ByteBuffer bytes(Entry entry) {
    ByteBuffer bytes = stored(entry);
    if (Checksum.of(bytes) != entry.checksum()) {
      throw corrupt(entry, "its checksum is wrong");
    }
    return bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer stored(Entry entry) {
    if (entry.shard() < 0 || entry.shard() >= shardCount) {
      throw corrupt(entry, "data file " + entry.shard() + " of " + shardCount);
    }
    ByteBuffer shard = shards.shard(entry.shard(), shardCount);
    long end = shard.remaining();
    if (entry.offset() < 0 || entry.size() < 0 || entry.offset() > end - entry.size()) {
      throw corrupt(
          entry, entry.size() + " bytes at " + entry.offset() + " of a file of " + end + " bytes");
    }
    return shard.slice(shard.position() + (int) entry.offset(), (int) entry.size());
  }

  /** The one text of a tensor of texts without axes. */
  public byte[] text(Entry entry) {
    ByteBuffer stored = stored(entry);
    if (entry.type() != STRING || !entry.sizes().isEmpty()) {
      throw corrupt(entry, "it is no single text");
    }
    Place place = () -> entry.key();
    long length = Varint.next(stored, place);
    if (length != stored.remaining() - Integer.BYTES) {
      throw corrupt(entry, "a text of " + length + " bytes in " + stored.remaining());
    }
    ByteBuffer counted = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    counted.putInt((int) length).flip();
    ByteBuffer sum = stored.slice(stored.position(), Integer.BYTES);
    ByteBuffer text = stored.slice(stored.position() + Integer.BYTES, (int) length);
    if (Checksum.of(counted, sum, text) != entry.checksum()) {
      throw corrupt(entry, "its checksum is wrong");
    }
    byte[] bytes = new byte[(int) length];
    text.get(bytes);
    return bytes;
  }

  private static dev.serin.base.Problem.Raised corrupt(Entry entry, String what) {
    return Refusals.corrupt(() -> "variable " + entry.key(), what);
  }
}
