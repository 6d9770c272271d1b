package dev.serin.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The files of one model: a single file, or a folder read as a list of entries in path order. The
 * bytes of an entry do not change while the bundle is open.
 */
public interface Bundle extends AutoCloseable {

  /** The file or folder name, for messages only; formats are recognised by content. */
  String name();

  /** Whether it is a folder; a single file has exactly one entry. */
  boolean folder();

  /** All files, by relative path with {@code /}, sorted. */
  List<Entry> entries();

  /** The entry with this relative path. */
  default Optional<Entry> entry(String path) {
    return entries().stream().filter(entry -> entry.path().equals(path)).findFirst();
  }

  /** The one entry of a single file. */
  default Entry only() {
    return entries().getFirst();
  }

  @Override
  void close();

  /** One file of a bundle. */
  interface Entry {
    /** Bytes of one read. */
    int PIECE = 1 << 16;

    /** The relative path. */
    String path();

    /** The size in bytes. */
    long size();

    /** A new stream over all bytes. */
    InputStream open() throws IOException;

    /**
     * All bytes, in one array of the size of the file: nothing is kept twice, on the heap or beside
     * it (a file that is read in one call is copied through memory of the thread, which it keeps).
     *
     * @throws IOException also when the file is not as long as it was, or too long for an array
     */
    default byte[] bytes() throws IOException {
      if (size() > Integer.MAX_VALUE - 8) {
        throw new IOException("it has " + size() + " bytes, more than 2 GiB");
      }
      byte[] all = new byte[(int) size()];
      try (InputStream in = open()) {
        int at = 0;
        for (int count = 0; count >= 0 && at < all.length; at += Math.max(0, count)) {
          count = in.read(all, at, Math.min(PIECE, all.length - at));
        }
        if (at < all.length || in.read() >= 0) {
          throw new IOException("it changed while it was read");
        }
      }
      return all;
    }
  }
}
