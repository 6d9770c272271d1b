package dev.serin.web;

import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The body of a request: raises {@code TooLarge} at the first byte beyond its limit, and {@code
 * Invalid} BODY_UNREADABLE when it is cut off or malformed.
 */
final class BoundedStream extends InputStream {
  private final InputStream in;
  private final OptionalLong length;
  private final long limit;
  private long read;
  private boolean ended;

  /** At most {@code limit} bytes of a body of this declared length. */
  BoundedStream(InputStream in, OptionalLong length, long limit) {
    this.in = in;
    this.length = length;
    this.limit = limit;
    if (length.orElse(0) > limit) {
      throw tooLarge();
    }
  }

  /** Whether every byte of the body was read. */
  boolean whole() {
    return ended || length.isPresent() && read == length.getAsLong();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) {
    int more;
    try {
      more = in.read(bytes, offset, count);
    } catch (IOException broken) {
      throw new Problem.Raised(unreadable("it is cut off or malformed"), broken);
    }
    if (more >= 0) {
      read += more;
    } else if (length.isPresent() && read < length.getAsLong()) {
      throw new Problem.Raised(
          unreadable("it ended after " + read + " of " + length.getAsLong() + " bytes"));
    } else {
      ended = true;
    }
    if (read > limit) {
      throw tooLarge();
    }
    return more;
  }

  private static Problem unreadable(String why) {
    return new Problem.Invalid("BODY_UNREADABLE", "body", "the body could not be read: " + why);
  }

  private Problem.Raised tooLarge() {
    return new Problem.Raised(
        new Problem.TooLarge("BODY_TOO_LARGE", "the body may have at most " + limit + " bytes"));
  }
}
