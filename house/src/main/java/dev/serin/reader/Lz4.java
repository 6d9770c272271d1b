package dev.serin.reader;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Inflates LZ4 frames, after the public format description: blocks may refer to the 64 KiB before
 * them. Checksums are passed over. Memory is two blocks of the size that the frame declares, at
 * most 4 MiB each, allocated as blocks arrive.
 */
final class Lz4 extends InputStream {
  private static final int WINDOW = 1 << 16;
  private static final int STORED = 0x8000_0000;

  private final InputStream in;
  private final int largest;
  private final boolean blockSums;
  private byte[] output = new byte[WINDOW];
  private int position = WINDOW;
  private int limit = WINDOW;
  private boolean ended;

  Lz4(InputStream in) throws IOException {
    this.in = in;
    in.skipNBytes(4);
    int flags = u8();
    int size = u8() >> 4 & 7;
    if (flags >> 6 != 1 || size < 4) {
      throw new ZipException("an LZ4 frame of another version");
    }
    if ((flags & 1) != 0) {
      throw new ZipException("an LZ4 frame with a dictionary");
    }
    this.largest = 1 << (8 + 2 * size);
    this.blockSums = (flags & 0x10) != 0;
    in.skipNBytes((flags & 0x08) != 0 ? 9 : 1);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    while (position == limit && !ended) {
      block();
    }
    if (position == limit) {
      return length == 0 ? 0 : -1;
    }
    int part = Math.min(length, limit - position);
    System.arraycopy(output, position, into, from, part);
    position += part;
    return part;
  }

  private void block() throws IOException {
    int size = i32();
    if (size == 0) {
      ended = true;
      return;
    }
    boolean stored = (size & STORED) != 0;
    int length = size & ~STORED;
    if (length > largest) {
      throw new ZipException("an LZ4 block of " + length + " bytes");
    }
    byte[] block = in.readNBytes(length);
    if (block.length < length) {
      throw new EOFException("the file ends in an LZ4 block");
    }
    keepWindow();
    if (stored) {
      append(block, 0, length);
    } else {
      inflate(block);
    }
    if (blockSums) {
      in.skipNBytes(4);
    }
  }

  private void keepWindow() {
    System.arraycopy(output, limit - WINDOW, output, 0, WINDOW);
    position = WINDOW;
    limit = WINDOW;
  }

  private void inflate(byte[] block) throws IOException {
    int at = 0;
    while (at < block.length) {
      int token = block[at++] & 0xff;
      long literals = token >> 4;
      while (literals >= 15 && at <= block.length) {
        int more = byteAt(block, at++);
        literals += more;
        if (more != 255) {
          break;
        }
      }
      if (literals > block.length - at) {
        throw new ZipException("an LZ4 block ends in its literals");
      }
      append(block, at, (int) literals);
      at += (int) literals;
      if (at == block.length) {
        return;
      }
      int distance = byteAt(block, at) | byteAt(block, at + 1) << 8;
      at += 2;
      long length = (token & 15) + 4L;
      boolean longer = (token & 15) == 15;
      while (longer) {
        int more = byteAt(block, at++);
        length += more;
        longer = more == 255;
      }
      repeat(distance, length);
    }
  }

  private void repeat(int distance, long length) throws IOException {
    if (distance == 0 || distance > limit) {
      throw new ZipException("an LZ4 block refers to bytes before the frame");
    }
    reserve(length);
    for (int i = 0; i < length; i++) {
      output[limit] = output[limit - distance];
      limit++;
    }
  }

  private void append(byte[] from, int at, int length) throws IOException {
    reserve(length);
    System.arraycopy(from, at, output, limit, length);
    limit += length;
  }

  private void reserve(long more) throws IOException {
    if (limit - WINDOW + more > largest) {
      throw new ZipException("an LZ4 block inflates beyond its declared size");
    }
    if (limit + more > output.length) {
      int wanted = (int) Math.max(limit + more, Math.min(2L * output.length, WINDOW + largest));
      output = Arrays.copyOf(output, wanted);
    }
  }

  private static int byteAt(byte[] block, int at) throws IOException {
    if (at >= block.length) {
      throw new ZipException("an LZ4 block ends in the middle");
    }
    return block[at] & 0xff;
  }

  private int u8() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the file ends in an LZ4 frame");
    }
    return next;
  }

  private int i32() throws IOException {
    return u8() | u8() << 8 | u8() << 16 | u8() << 24;
  }
}
