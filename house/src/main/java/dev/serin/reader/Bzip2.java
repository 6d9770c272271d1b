package dev.serin.reader;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * Inflates bzip2 streams, one after the other, and checks the sums of their blocks. A block holds
 * at most 900,000 symbols; its memory grows with the symbols that arrive.
 *
 * <p>A block is a Burrows-Wheeler transform, moved to front, run-length coded and Huffman coded
 * with up to six tables, of which each group of fifty symbols selects one.
 */
final class Bzip2 extends InputStream {
  private static final long BLOCK = 0x314159265359L;
  private static final long END = 0x177245385090L;
  private static final int[] SUMS = sums();

  private final InputStream in;
  private int bits;
  private int bitCount;
  private int level;
  private Bzip2Block block = Bzip2Block.EMPTY;
  private int repeats;
  private int last = -1;
  private int run;
  private int sum;
  private int expected;
  private boolean ended;
  private boolean open;

  Bzip2(InputStream in) throws IOException {
    this.in = in;
    header();
  }

  @Override
  public int read() throws IOException {
    if (repeats > 0) {
      repeats--;
      return emit(last);
    }
    while (!block.hasNext()) {
      if (ended) {
        return -1;
      }
      nextBlock();
    }
    int value = block.next();
    run = value == last ? run + 1 : 1;
    last = value;
    if (run == 4) {
      // Four equal bytes are followed by the number of further ones.
      if (!block.hasNext()) {
        throw new ZipException("a bzip2 block ends in a run");
      }
      repeats = block.next();
      run = 0;
    }
    return emit(value);
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int value = read();
      if (value < 0) {
        return count == 0 ? -1 : count;
      }
      into[from + count++] = (byte) value;
    }
    return count;
  }

  int bits(int count) throws IOException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | bit();
    }
    return value;
  }

  int bit() throws IOException {
    if (bitCount == 0) {
      bits = in.read();
      bitCount = 8;
      if (bits < 0) {
        throw new EOFException("the file ends in a bzip2 block");
      }
    }
    bitCount--;
    return bits >> bitCount & 1;
  }

  private int emit(int value) {
    sum = sum << 8 ^ SUMS[(sum >>> 24) ^ value];
    return value;
  }

  private void nextBlock() throws IOException {
    if (open && ~sum != expected) {
      throw new ZipException("the sum of a bzip2 block is wrong");
    }
    open = false;
    long magic = (long) bits(24) << 24 | bits(24);
    if (magic == END) {
      bits(32);
      bitCount = 0;
      nextStream();
      return;
    }
    if (magic != BLOCK) {
      throw new ZipException("a bzip2 block does not start as one");
    }
    expected = bits(32);
    block = Bzip2Block.read(this, level * 100_000);
    sum = -1;
    last = -1;
    run = 0;
    open = true;
  }

  private void nextStream() throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    if (next == 'B') {
      header();
    } else {
      ended = true;
    }
  }

  private void header() throws IOException {
    if (bits(24) != 0x425a68) {
      throw new ZipException("a bzip2 stream does not start as one");
    }
    level = bits(8) - '0';
    if (level < 1 || level > 9) {
      throw new ZipException("a bzip2 stream of level " + level);
    }
  }

  private static int[] sums() {
    int[] sums = new int[256];
    for (int i = 0; i < 256; i++) {
      int sum = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        sum = sum << 1 ^ (sum < 0 ? 0x04c11db7 : 0);
      }
      sums[i] = sum;
    }
    return sums;
  }
}
