package dev.serin.reader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a pickle from first to last, with the offset for messages. Declared lengths are
 * believed only as far as bytes arrive: buffers grow with them.
 */
final class ByteSource {
  private static final int FIRST_CHUNK = 1 << 16;
  private static final int LARGEST = Integer.MAX_VALUE - 16;

  private final InputStream in;
  private final Budget budget;
  private final byte[] buffer = new byte[1 << 15];
  private int position;
  private int limit;
  private long before;

  ByteSource(InputStream in, Budget budget) {
    this.in = in;
    this.budget = budget;
  }

  long offset() {
    return before + position;
  }

  int u8() {
    if (position == limit) {
      fill();
    }
    return buffer[position++] & 0xff;
  }

  int u16() {
    int low = u8();
    return low | u8() << 8;
  }

  int i32() {
    int low = u16();
    return low | u16() << 16;
  }

  long u32() {
    return Integer.toUnsignedLong(i32());
  }

  /** An eight-byte length; lengths of 2^63 and more come back negative. */
  long i64() {
    long low = u32();
    return low | u32() << 32;
  }

  double bigEndianDouble() {
    return ByteBuffer.wrap(bytes(8)).order(ByteOrder.BIG_ENDIAN).getDouble();
  }

  byte[] bytes(long length) {
    long at = offset();
    if (length < 0 || length > LARGEST) {
      throw Refusals.limit(Place.offset(at), "the length of one value", length, LARGEST);
    }
    budget.mayHold(length, Place.offset(at));
    byte[] bytes = new byte[(int) Math.min(length, FIRST_CHUNK)];
    int have = 0;
    while (have < length) {
      if (have == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * have));
      }
      if (position == limit) {
        fill();
      }
      int part = Math.min(bytes.length - have, limit - position);
      System.arraycopy(buffer, position, bytes, have, part);
      position += part;
      have += part;
    }
    return bytes;
  }

  void skip(int count) {
    for (int i = 0; i < count; i++) {
      u8();
    }
  }

  String utf8(long length) {
    long at = offset();
    byte[] bytes = bytes(length);
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return text.toString();
    } catch (CharacterCodingException wrong) {
      throw Refusals.corrupt(Place.offset(at), "a text is not UTF-8", wrong);
    }
  }

  /** The bytes up to the next line feed, as Latin-1, without it. */
  String line(int longest) {
    long at = offset();
    StringBuilder line = new StringBuilder();
    for (int next = u8(); next != '\n'; next = u8()) {
      if (line.length() == longest) {
        throw Refusals.limit(Place.offset(at), "the length of a line", longest + 1L, longest);
      }
      line.append((char) next);
    }
    return line.toString();
  }

  /** Reads a little beyond the end, so that a checksum that follows is looked at. */
  void finish() {
    try {
      position = limit;
      in.readNBytes(FIRST_CHUNK);
    } catch (IOException wrong) {
      throw unreadable(wrong);
    }
  }

  private void fill() {
    try {
      before += limit;
      position = 0;
      limit = Math.max(0, in.read(buffer));
    } catch (IOException wrong) {
      throw unreadable(wrong);
    }
    if (limit == 0) {
      throw Refusals.corrupt(Place.offset(before), "the file ends in the middle");
    }
  }

  private RuntimeException unreadable(IOException wrong) {
    return Refusals.corrupt(Place.offset(before), "it cannot be inflated: " + wrong, wrong);
  }
}
