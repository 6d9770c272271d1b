package dev.serin.reader;

import dev.serin.base.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks the fields of one protocol buffer message in the order of the file, without a schema.
 * Nothing is copied until asked for, and no length is believed before it was compared with what is
 * left. Groups, which nobody writes any more, are refused.
 *
 * <pre>{@code
 * for (Protobuf model = Protobuf.over(bytes); model.next(); ) {
 *   switch (model.field()) { ... model.number() ... model.message() ... }
 * }
 * }</pre>
 */
public final class Protobuf {
  /** How a field is written. */
  public enum Wire {
    /** A whole number of variable length. */
    NUMBER,
    /** Eight bytes. */
    EIGHT,
    /** Bytes, a text, a message or packed numbers. */
    BYTES,
    /** Four bytes. */
    FOUR
  }

  private final byte[] source;
  private final int from;
  private final int end;
  private int at;
  private int head;
  private int field;
  private Wire wire = Wire.NUMBER;
  private long number;
  private int start;
  private int length;

  private Protobuf(byte[] source, int from, int end) {
    this.source = source;
    this.from = from;
    this.at = from;
    this.end = end;
  }

  /** The message in these bytes. */
  public static Protobuf over(byte[] bytes) {
    return new Protobuf(bytes, 0, bytes.length);
  }

  /** The same message from its start. */
  public Protobuf again() {
    return new Protobuf(source, from, end);
  }

  /** Moves to the next field; false at the end of the message. */
  public boolean next() {
    if (at == end) {
      return false;
    }
    head = at;
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 3 > 0x1fffffff) {
      throw corrupt("a field without a number");
    }
    field = (int) (tag >>> 3);
    start = at;
    switch ((int) tag & 7) {
      case 0 -> {
        wire = Wire.NUMBER;
        number = varint();
      }
      case 1 -> fixed(Wire.EIGHT, 8);
      case 2 -> {
        wire = Wire.BYTES;
        long announced = varint();
        if (announced < 0 || announced > end - at) {
          throw corrupt(announced + " bytes are announced, " + (end - at) + " are left");
        }
        start = at;
        length = (int) announced;
        at += length;
      }
      case 5 -> fixed(Wire.FOUR, 4);
      default -> throw corrupt("a field of the unknown kind " + (tag & 7));
    }
    return true;
  }

  private void fixed(Wire kind, int bytes) {
    if (end - at < bytes) {
      throw corrupt("the message ends inside of a number");
    }
    wire = kind;
    number = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      number = number << 8 | source[at + i] & 0xff;
    }
    at += bytes;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at == end) {
        throw corrupt("the message ends inside of a number");
      }
      byte part = source[at++];
      value |= shift < 64 ? (long) (part & 0x7f) << shift : 0;
      if (part >= 0) {
        return value;
      }
    }
    throw corrupt("a number of more than ten bytes");
  }

  /** The number of the current field. */
  public int field() {
    return field;
  }

  /** How the current field is written. */
  public Wire wire() {
    return wire;
  }

  /** The offset of the current field's content in the whole file. */
  public int offset() {
    return start;
  }

  /** The current field as a whole number, or the bits of four or eight bytes. */
  public long number() {
    if (wire == Wire.BYTES) {
      throw corrupt("a number was expected in field " + field);
    }
    return number;
  }

  /** How many bytes the current field has. */
  public int length() {
    expectBytes();
    return length;
  }

  /** The current field as a message of its own. */
  public Protobuf message() {
    expectBytes();
    return new Protobuf(source, start, start + length);
  }

  /** The current field as bytes. */
  public byte[] bytes() {
    expectBytes();
    return Arrays.copyOfRange(source, start, start + length);
  }

  /** The current field as little-endian bytes, which are those of the file and not copied. */
  public ByteBuffer view() {
    expectBytes();
    return ByteBuffer.wrap(source, start, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The current field with its number and length, as it stands in the file. */
  public byte[] encoded() {
    return Arrays.copyOfRange(source, head, at);
  }

  /** The current field as a text in UTF-8. */
  public String text() {
    expectBytes();
    return new String(source, start, length, StandardCharsets.UTF_8);
  }

  /** How many packed numbers of variable length the current field holds. */
  public long packedCount() {
    expectBytes();
    long count = 0;
    for (int i = start; i < start + length; i++) {
      count += source[i] >= 0 ? 1 : 0;
    }
    if (length > 0 && source[start + length - 1] < 0) {
      throw corrupt("packed numbers end inside of a number");
    }
    return count;
  }

  /** The next packed number of variable length; for a message made by {@link #message}. */
  public long nextPacked() {
    start = at;
    return varint();
  }

  /** Whether nothing is left. */
  public boolean ended() {
    return at == end;
  }

  private void expectBytes() {
    if (wire != Wire.BYTES) {
      throw corrupt("bytes were expected in field " + field);
    }
  }

  private Problem.Raised corrupt(String what) {
    return new Problem.Raised(
        new Problem.Refused(
            "CORRUPT",
            "offset " + at,
            what + " (at offset " + at + ")",
            "the file is damaged or no protocol buffer: fetch or export it again"));
  }
}
