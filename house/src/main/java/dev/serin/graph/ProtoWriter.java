package dev.serin.graph;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes one protocol buffer message. Parts are kept by reference and copied once, at the end, so
 * nesting costs no copy of large weights.
 */
public final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final List<Supplier<ByteBuffer>> parts = new ArrayList<>();
  private long size;

  /** A whole number. */
  public ProtoWriter number(int field, long value) {
    part(tag(field, VARINT));
    part(varint(value));
    return this;
  }

  /** A float. */
  public ProtoWriter real(int field, float value) {
    int bits = Float.floatToRawIntBits(value);
    part(tag(field, FIXED32));
    part(new byte[] {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24)});
    return this;
  }

  /** Bytes, which must not change any more. */
  public ProtoWriter bytes(int field, byte[] value) {
    part(tag(field, LENGTH));
    part(varint(value.length));
    part(value);
    return this;
  }

  /** The remaining bytes of a buffer, which must not change any more. */
  public ProtoWriter bytes(int field, ByteBuffer value) {
    return bytes(field, value.remaining(), () -> value);
  }

  /** So many bytes, which are made when the whole message is written and not kept. */
  ProtoWriter bytes(int field, int length, Supplier<ByteBuffer> value) {
    part(tag(field, LENGTH));
    part(varint(length));
    parts.add(value);
    size += length;
    return this;
  }

  /** A text in UTF-8. */
  public ProtoWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A message inside of this one. */
  public ProtoWriter message(int field, ProtoWriter inner) {
    part(tag(field, LENGTH));
    part(varint(inner.size));
    parts.addAll(inner.parts);
    size += inner.size;
    return this;
  }

  /** Bytes that are already in the form of fields. */
  public ProtoWriter fields(byte[] encoded) {
    part(encoded);
    return this;
  }

  /** The bytes of the whole message; at most 2 GiB, as in every protocol buffer. */
  public byte[] toBytes() {
    if (size > Integer.MAX_VALUE - 8) {
      throw new GraphMismatch("the graph has " + size + " bytes, more than 2 GiB");
    }
    ByteBuffer all = ByteBuffer.allocate((int) size);
    parts.forEach(part -> all.put(part.get().duplicate()));
    return all.array();
  }

  private void part(byte[] part) {
    parts.add(() -> ByteBuffer.wrap(part));
    size += part.length;
  }

  private static byte[] tag(int field, int wire) {
    return varint((long) field << 3 | wire);
  }

  private static byte[] varint(long value) {
    int length = Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    byte[] bytes = new byte[length];
    long rest = value;
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (rest & 0x7f | (i < length - 1 ? 0x80 : 0));
      rest >>>= 7;
    }
    return bytes;
  }
}
