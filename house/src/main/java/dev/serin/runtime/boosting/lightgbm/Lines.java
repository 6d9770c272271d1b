package dev.serin.runtime.boosting.lightgbm;

import dev.serin.reader.Budget;
import dev.serin.runtime.boosting.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The lines of a text file one after the other; a line is held only while it is looked at. */
final class Lines {
  private static final int LONGEST = 1 << 28;

  private final InputStream in;
  private final Budget budget;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private byte[] line = new byte[1 << 12];
  private int number;

  /** Reads this stream, which the caller closes. */
  Lines(InputStream in, Budget budget) {
    this.in = in;
    this.budget = budget;
  }

  /** Where the last line stood, for messages. */
  String place() {
    return "line " + number;
  }

  /** The next line without its end, empty after the last. */
  Optional<String> next() {
    int length = 0;
    while (true) {
      if (position == limit && !fill()) {
        return length == 0 ? Optional.empty() : Optional.of(text(length));
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      length = append(length, end);
      position = end;
      if (end < limit) {
        position++;
        return Optional.of(text(length));
      }
    }
  }

  private int append(int length, int end) {
    int wanted = length + end - position;
    if (wanted > LONGEST) {
      throw Refusal.limit("line " + (number + 1), "is longer than " + LONGEST + " bytes");
    }
    if (wanted > line.length) {
      budget.mayHold(4L * wanted, () -> "line " + (number + 1));
      line = Arrays.copyOf(line, Math.max(wanted, 2 * line.length));
    }
    System.arraycopy(buffer, position, line, length, end - position);
    return wanted;
  }

  private String text(int length) {
    number++;
    boolean carriage = length > 0 && line[length - 1] == '\r';
    return new String(line, 0, carriage ? length - 1 : length, StandardCharsets.UTF_8);
  }

  private boolean fill() {
    try {
      position = 0;
      limit = Math.max(0, in.read(buffer));
      return limit > 0;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
