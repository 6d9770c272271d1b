package dev.serin.runtime.sklearn;

/** One column of a batch. The arrays are shared, not copied. */
public sealed interface Column {

  /** Numbers; a missing cell is NaN. */
  record Numbers(double[] cells) implements Column {}

  /** Texts; a missing cell is {@link dev.serin.tensor.Values.Texts#MISSING}, by identity. */
  record Texts(String[] cells) implements Column {}
}
