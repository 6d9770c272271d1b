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
    /** The relative path. */
    String path();

    /** The size in bytes. */
    long size();

    /** A new stream over all bytes. */
    InputStream open() throws IOException;
  }
}
