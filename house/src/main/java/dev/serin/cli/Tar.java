package dev.serin.cli;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * The files of a folder as one tar stream (POSIX 1003.1 ustar), read from the disk as it is sent.
 */
final class Tar {
  private static final int BLOCK = 512;
  private static final long LARGEST = 0_77777777777L; // eleven octal digits

  private Tar() {}

  /** The whole stream; a path that ustar cannot hold is a {@code Problem}. */
  static InputStream of(Bundle bundle) {
    Stream<InputStream> parts =
        bundle.entries().stream()
            .flatMap(
                entry ->
                    Stream.of(
                        new ByteArrayInputStream(header(entry)),
                        content(entry),
                        zeros((int) (-entry.size() & BLOCK - 1))));
    Iterator<InputStream> all = Stream.concat(parts, Stream.of(zeros(2 * BLOCK))).iterator();
    return new SequenceInputStream(
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return all.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return all.next();
          }
        });
  }

  /** The bytes of one file. */
  static InputStream content(Bundle.Entry entry) {
    try {
      return entry.open();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static InputStream zeros(int count) {
    return new ByteArrayInputStream(new byte[count]);
  }

  private static byte[] header(Bundle.Entry entry) {
    byte[] header = new byte[BLOCK];
    byte[] path = entry.path().getBytes(StandardCharsets.UTF_8);
    int slash = split(path);
    if (slash < 0 || entry.size() > LARGEST) {
      throw new Problem.Raised(
          new Problem.TooLarge("PATH_TOO_LONG", "'" + entry.path() + "' does not fit into a tar"));
    }
    int start = slash == 0 ? 0 : slash + 1;
    System.arraycopy(path, start, header, 0, path.length - start);
    System.arraycopy(path, 0, header, 345, slash);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(entry.size()));
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  /** Where a path is cut into prefix (at most 155 bytes) and name (at most 100); -1 if nowhere. */
  private static int split(byte[] path) {
    if (path.length <= 100) {
      return 0;
    }
    for (int i = Math.min(155, path.length - 2); i > 0; i--) {
      if (path[i] == '/' && path.length - i - 1 <= 100) {
        return i;
      }
    }
    return -1;
  }

  private static void put(byte[] header, int at, String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
