package dev.serin.reader;

/** Where in a file something stands, put into words only when somebody wants to read it. */
@FunctionalInterface
public interface Place {
  /** The place in words. */
  String text();

  /** Some bytes from the start of what is read. */
  static Place offset(long offset) {
    return () -> "offset " + offset;
  }
}
