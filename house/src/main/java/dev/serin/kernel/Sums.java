package dev.serin.kernel;

import java.util.Arrays;

/** Sums in the order in which NumPy adds, so that ties fall as they fall there. */
public final class Sums {
  private static final int LANES = 8;
  private static final int BLOCK = 128;

  private Sums() {}

  /** The sum of {@code n} numbers: eight lanes side by side, halves of long rows on their own. */
  public static double of(double[] values, int from, int n) {
    if (n < LANES) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += values[from + i];
      }
      return sum;
    }
    if (n > BLOCK) {
      int half = n / 2 - n / 2 % LANES;
      return of(values, from, half) + of(values, from + half, n - half);
    }
    double[] lane = Arrays.copyOfRange(values, from, from + LANES);
    int i = LANES;
    for (; i < n - n % LANES; i += LANES) {
      for (int l = 0; l < LANES; l++) {
        lane[l] += values[from + i + l];
      }
    }
    double sum =
        ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
    for (; i < n; i++) {
      sum += values[from + i];
    }
    return sum;
  }

  /** The logarithm of the sum of the exponentials of {@code n} numbers. */
  public static double logOfExp(double[] values, int from, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + n; i++) {
      largest = Math.max(largest, values[i]);
    }
    double shift = Double.isInfinite(largest) ? 0 : largest;
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += Math.exp(values[i] - shift);
    }
    return Math.log(sum) + shift;
  }
}
