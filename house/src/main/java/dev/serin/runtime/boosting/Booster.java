package dev.serin.runtime.boosting;

/** A boosted model in the arithmetic of its library. Any number of threads may ask at once. */
public interface Booster {

  /** How many numbers a row has. */
  int features();

  /** How many raw scores a row gives. */
  int width();

  /** How many values the library's own prediction has for a row. */
  default int means() {
    return width();
  }

  /** Whether it gives the probabilities of classes that exclude each other. */
  boolean classifies();

  /** The raw scores [rows, width] of the rows {@code x} [rows, features]. */
  double[] raw(double[] x, int rows);

  /** The library's own prediction [rows, means], from raw scores that stay as they are. */
  double[] mean(double[] raw);

  /** The probabilities [rows, classes]; asked only where it classifies, or a wrapper does. */
  double[] probabilities(double[] raw);

  /** Whether a batch without rows is answered. */
  boolean takesNoRows();

  /** Whether a cell that sparse rows leave out is missing; else it is zero. */
  boolean absentIsMissing();

  /** Bytes that it holds. */
  long memoryBytes();
}
