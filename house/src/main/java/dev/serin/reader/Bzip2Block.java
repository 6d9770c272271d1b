package dev.serin.reader;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.ZipException;

/** One block of bzip2, decoded to the bytes before their last run-length coding. */
final class Bzip2Block {
  static final Bzip2Block EMPTY = new Bzip2Block(new int[0], 0, 0);

  private static final int GROUP = 50;
  private static final int LONGEST_CODE = 20;

  /** Eight bits of value and, above them, the place of the next byte. */
  private final int[] chain;

  private final int length;
  private int at;
  private int given;

  private Bzip2Block(int[] chain, int length, int first) {
    this.chain = chain;
    this.length = length;
    this.at = length == 0 ? 0 : chain[first] >>> 8;
  }

  boolean hasNext() {
    return given < length;
  }

  int next() {
    int entry = chain[at];
    at = entry >>> 8;
    given++;
    return entry & 0xff;
  }

  static Bzip2Block read(Bzip2 in, int most) throws IOException {
    if (in.bit() != 0) {
      throw new ZipException("a randomised bzip2 block");
    }
    int first = in.bits(24);
    byte[] used = used(in);
    int tables = in.bits(3);
    if (tables < 2 || tables > 6) {
      throw new ZipException("a bzip2 block with " + tables + " tables");
    }
    byte[] selectors = selectors(in, tables);
    Code[] codes = new Code[tables];
    for (int i = 0; i < tables; i++) {
      codes[i] = Code.read(in, used.length + 2);
    }
    Symbols symbols = new Symbols(used, most);
    symbols.readAll(in, codes, selectors);
    if (first >= symbols.count) {
      throw new ZipException("a bzip2 block starts beyond its end");
    }
    return new Bzip2Block(chain(symbols.values, symbols.count), symbols.count, first);
  }

  /** Undoes the Burrows-Wheeler transform: where the byte after each byte is. */
  private static int[] chain(byte[] values, int count) {
    int[] starts = new int[257];
    for (int i = 0; i < count; i++) {
      starts[(values[i] & 0xff) + 1]++;
    }
    for (int i = 0; i < 256; i++) {
      starts[i + 1] += starts[i];
    }
    int[] chain = new int[count];
    for (int i = 0; i < count; i++) {
      chain[i] |= values[i] & 0xff;
      chain[starts[values[i] & 0xff]++] |= i << 8;
    }
    return chain;
  }

  private static byte[] used(Bzip2 in) throws IOException {
    int groups = in.bits(16);
    byte[] used = new byte[256];
    int count = 0;
    for (int group = 0; group < 16; group++) {
      if ((groups >> (15 - group) & 1) != 0) {
        int members = in.bits(16);
        for (int i = 0; i < 16; i++) {
          if ((members >> (15 - i) & 1) != 0) {
            used[count++] = (byte) (group * 16 + i);
          }
        }
      }
    }
    if (count == 0) {
      throw new ZipException("a bzip2 block without symbols");
    }
    return Arrays.copyOf(used, count);
  }

  private static byte[] selectors(Bzip2 in, int tables) throws IOException {
    byte[] selectors = new byte[in.bits(15)];
    byte[] order = {0, 1, 2, 3, 4, 5};
    for (int i = 0; i < selectors.length; i++) {
      int place = 0;
      while (in.bit() == 1) {
        place++;
        if (place >= tables) {
          throw new ZipException("a bzip2 block selects a table that is not there");
        }
      }
      selectors[i] = toFront(order, place);
    }
    return selectors;
  }

  private static byte toFront(byte[] order, int place) {
    byte value = order[place];
    System.arraycopy(order, 0, order, 1, place);
    order[0] = value;
    return value;
  }

  /** A canonical Huffman code: per length, the first code and where its symbols start. */
  private record Code(int[] counts, int[] symbols) {

    static Code read(Bzip2 in, int size) throws IOException {
      int[] lengths = new int[size];
      int length = in.bits(5);
      for (int i = 0; i < size; i++) {
        while (in.bit() == 1) {
          length += in.bit() == 0 ? 1 : -1;
          if (length < 1 || length > LONGEST_CODE) {
            throw new ZipException("a bzip2 code of length " + length);
          }
        }
        if (length < 1 || length > LONGEST_CODE) {
          throw new ZipException("a bzip2 code of length " + length);
        }
        lengths[i] = length;
      }
      return of(lengths);
    }

    private static Code of(int[] lengths) {
      int[] counts = new int[LONGEST_CODE + 1];
      int[] symbols = new int[lengths.length];
      int next = 0;
      for (int length = 1; length <= LONGEST_CODE; length++) {
        for (int symbol = 0; symbol < lengths.length; symbol++) {
          if (lengths[symbol] == length) {
            symbols[next++] = symbol;
            counts[length]++;
          }
        }
      }
      return new Code(counts, symbols);
    }

    int next(Bzip2 in) throws IOException {
      int code = 0;
      int first = 0;
      int start = 0;
      for (int length = 1; length <= LONGEST_CODE; length++) {
        code = code << 1 | in.bit();
        if (code - first < counts[length]) {
          return symbols[start + code - first];
        }
        start += counts[length];
        first = first + counts[length] << 1;
      }
      throw new ZipException("a bzip2 code that means nothing");
    }
  }

  /** The symbols of a block as they arrive: runs of the front value, and moves to the front. */
  private static final class Symbols {
    private final byte[] front;
    private final int most;
    private byte[] values = new byte[1 << 12];
    private int count;

    Symbols(byte[] used, int most) {
      this.front = used;
      this.most = most;
    }

    void readAll(Bzip2 in, Code[] codes, byte[] selectors) throws IOException {
      int end = front.length + 1;
      int run = 0;
      int weight = 1;
      for (byte selector : selectors) {
        for (int i = 0; i < GROUP; i++) {
          int symbol = codes[selector].next(in);
          if (symbol <= 1) {
            run += weight << symbol;
            weight <<= 1;
            checkRun(run, weight);
            continue;
          }
          append(front[0], run);
          run = 0;
          weight = 1;
          if (symbol == end) {
            return;
          }
          append(toFront(front, symbol - 1), 1);
        }
      }
      throw new ZipException("a bzip2 block has no end");
    }

    private void checkRun(int run, int weight) throws IOException {
      if (run > most || weight > most * 2) {
        throw new ZipException("a bzip2 block is larger than its level allows");
      }
    }

    private void append(byte value, int times) throws IOException {
      if (times > most - count) {
        throw new ZipException("a bzip2 block is larger than its level allows");
      }
      if (count + times > values.length) {
        values = Arrays.copyOf(values, Math.min(most, Math.max(count + times, 2 * values.length)));
      }
      Arrays.fill(values, count, count + times, value);
      count += times;
    }
  }
}
