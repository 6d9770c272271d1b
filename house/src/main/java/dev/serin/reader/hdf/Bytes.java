package dev.serin.reader.hdf;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over a part of the file, little-endian, that never leaves its part. It is for one
 * reading, by one thread.
 */
final class Bytes {
  /** The address that means: there is none. */
  static final long NOWHERE = -1;

  private final ByteBuffer file;
  private final int end;
  private int at;

  private Bytes(ByteBuffer file, int from, int end) {
    this.file = file;
    this.at = from;
    this.end = end;
  }

  static Bytes of(ByteBuffer all) {
    ByteBuffer buffer = all.slice().order(ByteOrder.LITTLE_ENDIAN);
    return new Bytes(buffer, 0, buffer.capacity());
  }

  /** The part of the whole file from {@code address}, {@code length} bytes long. */
  Bytes part(long address, long length) {
    if (address < 0 || length < 0 || address > file.capacity() - length) {
      throw Refusals.corrupt(
          Place.offset(address), length + " bytes are announced, beyond the end of the file");
    }
    return new Bytes(file, (int) address, (int) (address + length));
  }

  /** The part of the whole file from {@code address} to its end. */
  Bytes from(long address) {
    return part(address, Math.max(0, file.capacity() - address));
  }

  /** The next {@code length} bytes as a part of their own; moves beyond them. */
  Bytes take(long length) {
    return part(move(length), length);
  }

  int u8() {
    return file.get(move(1)) & 0xff;
  }

  int u16() {
    return file.getShort(move(2)) & 0xffff;
  }

  long u32() {
    return Integer.toUnsignedLong(file.getInt(move(4)));
  }

  /** An address or length; what does not fit 63 bits is negative. */
  long i64() {
    return file.getLong(move(8));
  }

  /** A whole number of this many bytes. */
  long number(int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) u8() << 8 * i;
    }
    return value;
  }

  Bytes skip(long count) {
    move(count);
    return this;
  }

  int left() {
    return end - at;
  }

  int offset() {
    return at;
  }

  long fileSize() {
    return file.capacity();
  }

  /** The next bytes as a part of the file, to be read only, and not copied. */
  ByteBuffer slice(long length) {
    int from = move(length);
    return file.slice(from, (int) length).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] array(long length) {
    int from = move(length);
    byte[] bytes = new byte[(int) length];
    file.get(from, bytes);
    return bytes;
  }

  /** Refuses when the next bytes are not this signature. */
  Bytes expect(String signature) {
    int here = at;
    String found = new String(array(signature.length()), StandardCharsets.ISO_8859_1);
    if (!found.equals(signature)) {
      throw Refusals.corrupt(
          Place.offset(here), "there is no " + signature + " where one should be");
    }
    return this;
  }

  /** The text up to the next zero byte. */
  String zeroEnded() {
    int start = at;
    while (u8() != 0) {
      // count on
    }
    byte[] bytes = new byte[at - 1 - start];
    file.get(start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private int move(long count) {
    if (count < 0 || count > end - at) {
      throw Refusals.corrupt(
          Place.offset(at), count + " bytes are announced, " + (end - at) + " are left");
    }
    int from = at;
    at += (int) count;
    return from;
  }
}
