package dev.serin.codec;

import dev.serin.base.Problem;
import java.util.Arrays;

/**
 * A JSON array of any depth, read into row-major elements; its shape is what the brackets say. Rows
 * of different length, and values beside arrays, are refused.
 */
final class NestedArray {
  private static final int UNSEEN = -1;

  private final JsonScanner in;
  private final Elements elements;
  private long[] sizes = new long[4];
  private int rank = UNSEEN; // known when the first value or empty array was seen

  private NestedArray(JsonScanner in, Elements elements) {
    this.in = in;
    this.elements = elements;
    Arrays.fill(sizes, UNSEEN);
  }

  /**
   * Reads one array, or one value as a shape without sizes.
   *
   * @return the shape
   */
  static long[] read(JsonScanner in, Elements elements) {
    NestedArray nested = new NestedArray(in, elements);
    if (in.peek() != '[') {
      elements.read(in);
      return new long[0];
    }
    nested.array(0);
    return Arrays.copyOf(nested.sizes, nested.rank);
  }

  private void array(int level) {
    if (rank != UNSEEN && level >= rank) {
      throw ragged("an array stands where a value is expected");
    }
    if (!in.open('[', ']', "an array")) {
      close(level, 0);
      return;
    }
    if (in.peek() == '[') {
      long count = 0;
      do {
        if (in.peek() != '[') {
          throw ragged("a value stands beside an array");
        }
        array(level + 1);
        count++;
      } while (in.more(']'));
      close(level, count);
    } else {
      int before = elements.size();
      if (rank != UNSEEN && level + 1 != rank) {
        throw ragged("a value stands where an array is expected");
      }
      elements.readRun(in);
      close(level, elements.size() - before);
    }
  }

  private void close(int level, long count) {
    if (rank == UNSEEN) {
      rank = level + 1;
    }
    if (level >= sizes.length) {
      int known = sizes.length;
      sizes = Arrays.copyOf(sizes, level + 8);
      Arrays.fill(sizes, known, sizes.length, UNSEEN);
    }
    if (sizes[level] != UNSEEN && sizes[level] != count) {
      throw ragged("rows have " + sizes[level] + " and " + count + " elements");
    }
    sizes[level] = count;
  }

  private Problem.Raised ragged(String what) {
    return Wrong.shape("data", what + " (byte " + in.offset() + ")");
  }
}
