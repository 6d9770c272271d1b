package dev.serin.runtime.boosting.xgboost;

import dev.serin.base.Problem;
import dev.serin.reader.Budget;
import dev.serin.runtime.boosting.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a model from first to last; what is held of them counts against the budget. */
final class Feed {
  private static final int LONGEST_TEXT = 1 << 26;
  private static final int FIRST_ROOM = 16;
  private static final int LARGEST = Integer.MAX_VALUE - 16;

  private final InputStream in;
  private final Budget budget;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long before;

  Feed(InputStream in, Budget budget) {
    this.in = in;
    this.budget = budget;
  }

  /** Whether nothing follows. */
  boolean ended() {
    return position == limit && !fill();
  }

  /** The next byte, which stays. */
  int peek() {
    if (ended()) {
      throw corrupt("the file ends in the middle");
    }
    return buffer[position] & 0xff;
  }

  /** The next byte. */
  int next() {
    int next = peek();
    position++;
    return next;
  }

  /** A whole number of this many bytes, the highest first. */
  long bigEndian(int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | next();
    }
    return value;
  }

  /** A text of this many bytes; room is made as they arrive. */
  String text(long length) {
    if (length < 0 || length > LONGEST_TEXT) {
      throw limit("a text of " + length + " bytes; the limit is " + LONGEST_TEXT);
    }
    byte[] bytes = new byte[(int) Math.min(length, 1 << 12)];
    for (int have = 0; have < length; have++) {
      if (have == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * have));
      }
      bytes[have] = (byte) next();
    }
    return utf8(bytes, (int) length);
  }

  String utf8(byte[] bytes, int length) {
    hold(2L * length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException wrong) {
      throw corrupt("a text is not UTF-8: " + wrong.getMessage());
    }
  }

  /** Counts heap that is held from now on. */
  void hold(long bytes) {
    budget.hold(bytes, () -> "offset " + offset());
  }

  long offset() {
    return before + position;
  }

  private boolean fill() {
    try {
      before += limit;
      position = 0;
      limit = Math.max(0, in.read(buffer));
      return limit > 0;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  Problem.Raised corrupt(String what) {
    return Refusal.corrupt("offset " + offset(), what);
  }

  Problem.Raised limit(String what) {
    return Refusal.limit("offset " + offset(), what);
  }

  /** Numbers that grow as they arrive, or are only counted when nobody wants them. */
  final class Growing {
    private final boolean kept;
    private double[] numbers = new double[FIRST_ROOM];
    private int count;

    Growing(boolean kept) {
      this.kept = kept;
    }

    void add(double number) {
      if (kept) {
        if (count == numbers.length) {
          if (count > LARGEST / 2) {
            throw limit("an array of more than " + count + " numbers");
          }
          hold(8L * count);
          numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = number;
      }
    }

    Document.Numbers done() {
      return new Document.Numbers(Arrays.copyOf(numbers, count));
    }
  }
}
