package dev.serin.app;

import dev.serin.graph.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages one field of a protocol buffer, however deep, and writes the lengths around it anew. */
final class Messages {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final Damage damage;
  private final SplittableRandom random;

  Messages(Damage damage, SplittableRandom random) {
    this.damage = damage;
    this.random = random;
  }

  /** One field: {@code value} where it is a varint, else {@code bytes}. */
  private record Field(int number, int wire, long value, byte[] bytes) {}

  byte[] of(byte[] bytes, byte[] donor) {
    List<Field> fields = parsed(bytes);
    if (fields.isEmpty()) {
      return damage.of(bytes, donor);
    }
    int at = random.nextInt(fields.size());
    Field field = fields.get(at);
    switch (random.nextInt(20)) {
      case 0 -> fields.remove(at);
      case 1 -> fields.add(at, field);
      case 2 -> {
        List<Field> given = parsed(donor);
        fields.set(at, given.isEmpty() ? field : given.get(random.nextInt(given.size())));
      }
      default -> fields.set(at, changed(field));
    }
    return written(fields);
  }

  private Field changed(Field field) {
    return switch (field.wire()) {
      case VARINT -> new Field(field.number(), VARINT, damage.number(), field.bytes());
      case LENGTH -> {
        byte[] inner = field.bytes();
        byte[] bytes =
            inner.length == 0 || parsed(inner).isEmpty() && inner.length < 2
                ? new byte[random.nextInt(9)]
                : parsed(inner).isEmpty() ? plain(inner) : of(inner, inner);
        yield new Field(field.number(), LENGTH, 0, bytes);
      }
      default -> new Field(field.number(), field.wire(), 0, flipped(field.bytes()));
    };
  }

  /** A text or packed numbers: half of it, or with a byte changed. */
  private byte[] plain(byte[] bytes) {
    return random.nextBoolean() ? Arrays.copyOf(bytes, bytes.length / 2) : flipped(bytes);
  }

  private byte[] flipped(byte[] bytes) {
    byte[] copy = bytes.clone();
    copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  /** The fields, none where the bytes are no message. */
  private static List<Field> parsed(byte[] bytes) {
    List<Field> fields = new ArrayList<>();
    Cursor in = new Cursor(bytes);
    while (in.more()) {
      long tag = in.varint();
      int number = (int) (tag >>> 3);
      int wire = (int) (tag & 7);
      long value = wire == VARINT || wire == LENGTH ? in.varint() : 0;
      byte[] part =
          switch (wire) {
            case VARINT -> new byte[0];
            case FIXED64 -> in.bytes(8);
            case LENGTH -> in.bytes(value);
            case FIXED32 -> in.bytes(4);
            default -> in.bytes(Long.MAX_VALUE);
          };
      if (in.broken() || number == 0 || tag >>> 20 != 0) {
        return List.of();
      }
      fields.add(new Field(number, wire, value, part));
    }
    return fields;
  }

  private static byte[] written(List<Field> fields) {
    ProtoWriter out = new ProtoWriter();
    for (Field field : fields) {
      switch (field.wire()) {
        case VARINT -> out.number(field.number(), field.value());
        case LENGTH -> out.bytes(field.number(), field.bytes());
        default -> {
          byte[] tag = new ProtoWriter().number(field.number(), 0).toBytes();
          tag[0] |= (byte) field.wire();
          out.fields(Arrays.copyOf(tag, tag.length - 1)).fields(field.bytes());
        }
      }
    }
    return out.toBytes();
  }

  /** Reads on until something is missing. */
  private static final class Cursor {
    private final byte[] bytes;
    private int at;
    private boolean broken;

    Cursor(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean more() {
      return at < bytes.length && !broken;
    }

    boolean broken() {
      return broken;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 70; shift += 7) {
        if (at >= bytes.length) {
          break;
        }
        byte next = bytes[at++];
        value |= (next & 0x7fL) << shift;
        if (next >= 0) {
          return value;
        }
      }
      broken = true;
      return 0;
    }

    byte[] bytes(long count) {
      if (count < 0 || count > bytes.length - at) {
        broken = true;
        return new byte[0];
      }
      at += (int) count;
      return Arrays.copyOfRange(bytes, at - (int) count, at);
    }
  }
}
