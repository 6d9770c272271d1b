package dev.serin.kernel.near;

/** Stored rows that can be searched. Any number of threads may search at once. */
public sealed interface Space permits Listed, Tree {

  /** How many rows are stored. */
  int size();

  /** How many numbers a row has. */
  int width();

  /** The k nearest stored rows for each of the rows {@code x} [rows, width]; k is at most size. */
  Neighbors nearest(double[] x, int rows, int k);

  /**
   * The distance of the row at {@code from} to each stored row that is not farther than {@code
   * radius}, NaN for the others.
   */
  double[] within(double[] x, int from, double radius);
}
