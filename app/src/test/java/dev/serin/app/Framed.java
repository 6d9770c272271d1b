package dev.serin.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Damages what lies inside of a frame and puts the frame around it again, checksums and all. */
final class Framed {
  private static final int INFLATED = 1 << 22;
  private static final int LOOK = 512;

  private Framed() {}

  /** What bytes are, as their start tells. */
  enum Kind {
    ARCHIVE,
    GZIP,
    ZLIB,
    MESSAGE,
    PICKLE,
    TEXT,
    BYTES
  }

  static Kind kind(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes.length > 1 ? bytes[1] & 0xff : 0;
    if (first == 'P' && second == 'K') {
      return Kind.ARCHIVE;
    }
    if (first == 0x1f && second == 0x8b) {
      return Kind.GZIP;
    }
    if (first == 0x78 && (first << 8 | second) % 31 == 0) {
      return Kind.ZLIB;
    }
    if (first == 0x80 && second <= 5) {
      return Kind.PICKLE;
    }
    int printed = 0;
    int looked = Math.min(LOOK, bytes.length);
    for (int i = 0; i < looked; i++) {
      printed += bytes[i] >= ' ' && bytes[i] < 127 || bytes[i] == '\n' ? 1 : 0;
    }
    if (printed == looked) {
      return Kind.TEXT;
    }
    return first == 0x08 || first == 0x0a ? Kind.MESSAGE : Kind.BYTES;
  }

  private record Item(String name, byte[] bytes) {}

  /** An archive with one entry damaged, renamed, doubled or missing. */
  static byte[] archive(byte[] bytes, Damage damage, SplittableRandom random) {
    List<Item> items = items(bytes);
    if (items.isEmpty()) {
      return bytes;
    }
    int at = random.nextInt(items.size());
    Item item = items.get(at);
    Item other = items.get(random.nextInt(items.size()));
    switch (random.nextInt(16)) {
      case 0 -> items.remove(at);
      case 1 -> items.set(at, new Item(item.name() + "x", item.bytes()));
      case 2 -> items.set(at, new Item(item.name(), other.bytes()));
      case 3 -> items.add(new Item("../" + item.name(), item.bytes()));
      default -> items.set(at, new Item(item.name(), damage.of(item.bytes(), other.bytes())));
    }
    return packed(items);
  }

  private static List<Item> items(byte[] bytes) {
    List<Item> items = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        items.add(new Item(entry.getName(), zip.readNBytes(INFLATED)));
      }
    } catch (IOException | IllegalArgumentException _) {
      return items; // damaged before: what was found so far
    }
    return items;
  }

  private static byte[] packed(List<Item> items) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Set<String> names = new HashSet<>();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Item item : items) {
        if (names.add(item.name())) {
          zip.putNextEntry(stored(item));
          zip.write(item.bytes());
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static ZipEntry stored(Item item) {
    CRC32 sum = new CRC32();
    sum.update(item.bytes());
    ZipEntry entry = new ZipEntry(item.name());
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(item.bytes().length);
    entry.setCrc(sum.getValue());
    return entry;
  }

  /** A compressed stream whose content is damaged. */
  static byte[] deflated(byte[] bytes, byte[] donor, Damage damage) {
    byte[] inside = inflated(bytes);
    byte[] given = kind(bytes) == kind(donor) ? inflated(donor) : donor;
    byte[] damaged = damage.of(inside, given);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var packing =
        kind(bytes) == Kind.GZIP ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
      packing.write(damaged);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static byte[] inflated(byte[] bytes) {
    InputStream packed = new ByteArrayInputStream(bytes);
    try (InputStream in =
        kind(bytes) == Kind.GZIP ? new GZIPInputStream(packed) : new InflaterInputStream(packed)) {
      return in.readNBytes(INFLATED);
    } catch (IOException _) {
      return bytes; // damaged before: it stays what it is
    }
  }
}
