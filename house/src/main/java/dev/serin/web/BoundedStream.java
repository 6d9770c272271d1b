package dev.serin.web;

import dev.serin.base.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that raises {@code TooLarge} at the first byte beyond its limit. */
final class BoundedStream extends FilterInputStream {
  private final long limit;
  private long read;

  BoundedStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      count(1);
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      count(count);
    }
    return count;
  }

  private void count(int more) {
    read += more;
    if (read > limit) {
      throw tooLarge(limit);
    }
  }

  static Problem.Raised tooLarge(long limit) {
    return new Problem.Raised(
        new Problem.TooLarge("BODY_TOO_LARGE", "the body may have at most " + limit + " bytes"));
  }
}
