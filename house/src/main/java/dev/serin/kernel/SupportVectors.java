package dev.serin.kernel;

/** The rows [count, features] that a support vector machine kept, and how to compare with them. */
public final class SupportVectors {
  private final KernelFunction function;
  private final double[] rows;
  private final int count;
  private final int features;

  /**
   * Support vectors, row-major.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT when they are not {@code count} whole rows
   */
  public SupportVectors(
      KernelFunction function, double[] rows, int count, int features, String place) {
    if (count < 0 || features < 1 || rows.length != (long) count * features) {
      throw Corrupt.at(
          place, rows.length + " numbers are not " + count + " support vectors of " + features);
    }
    this.function = function;
    this.rows = rows.clone();
    this.count = count;
    this.features = features;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** How many numbers a row has. */
  public int features() {
    return features;
  }

  /** Writes how alike the row at {@code from} is to each support vector. */
  void compare(double[] x, int from, double[] likeness) {
    for (int i = 0; i < count; i++) {
      likeness[i] = function.of(x, from, rows, i * features, features);
    }
  }
}
