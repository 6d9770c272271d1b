package dev.serin.kernel.near;

import dev.serin.kernel.Corrupt;

/** Stored rows of {@code width} numbers, row-major, how to compare them, and how to order them. */
public record Points(double[] rows, int width, Distance distance, Order order) {

  /** What decides between equally near rows: the release of the library, and how it searches. */
  public enum Order {
    /** All distances are sorted; the earlier row comes first. */
    SORTED,
    /** A heap, sorted by halves at the end, as until 1.8. */
    HEAP,
    /** A heap, sorted by insertion where it is short, as since 1.9. */
    HEAP_INSERTED
  }

  /** How many rows there are. */
  public int size() {
    return rows.length / width;
  }

  /** Refuses rows that are not whole or that the distance cannot compare. */
  void check(String place) {
    if (width < 1 || rows.length == 0 || rows.length % width != 0 || !distance.fits(width)) {
      throw Corrupt.at(
          place, rows.length + " numbers in rows of " + width + " cannot be compared so");
    }
  }

  /** The reduced distance of the row of {@code x} at {@code from} to the stored row {@code at}. */
  double reduced(double[] x, int from, int at) {
    return distance.reduced(x, from, rows, at * width, width);
  }
}
