package dev.serin.reader;

import java.util.List;

/**
 * Every function and class that a pickle names, in the order of the file, each once. {@code ended}
 * says why the file could not be read to its end, empty when it was.
 */
public record Imports(List<Named> named, String ended) {
  public Imports {
    named = List.copyOf(named);
  }

  /** What a name means here. */
  public enum Kind {
    /** On the list: kept as data. */
    KNOWN,
    /** Not on the list: a class or function of somebody's own, or of a newer library. */
    UNKNOWN,
    /** It can only be meant to run something. */
    CODE
  }

  /** A dotted name, and the opcode and offset where it first stands. */
  public record Named(String name, String place, Kind kind) {}
}
