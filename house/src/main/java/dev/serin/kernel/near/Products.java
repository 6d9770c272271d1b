package dev.serin.kernel.near;

import java.util.Arrays;

/**
 * Squared Euclidean distances as {@code |a|² - 2ab + |b|²}, which is how the library gets them from
 * one product of matrices: each step of a product rounds once, as in a BLAS, so that the noise that
 * cancelling leaves is the same.
 */
public final class Products {
  private Products() {}

  /** The inner product of {@code n} numbers. */
  public static double of(double[] a, int fromA, double[] b, int fromB, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum = Math.fma(a[fromA + i], b[fromB + i], sum);
    }
    return sum;
  }

  /** The squared lengths of all rows of {@code x}, each of width n. */
  public static double[] squares(double[] x, int n) {
    double[] squares = new double[x.length / n];
    Arrays.setAll(squares, row -> of(x, row * n, x, row * n, n));
    return squares;
  }

  /** The squared distances [rows, others] of all rows of {@code x} to all of {@code y}. */
  public static double[] squared(double[] x, double[] y, int n) {
    double[] ofX = squares(x, n);
    double[] ofY = squares(y, n);
    double[] all = new double[Math.multiplyExact(ofX.length, ofY.length)];
    Arrays.setAll(
        all,
        i -> {
          int row = i / ofY.length;
          int other = i % ofY.length;
          double twice = -2 * of(x, row * n, y, other * n, n);
          return Math.max(0, twice + ofX[row] + ofY[other]);
        });
    return all;
  }

  /** The distances [rows, others]. */
  public static double[] distances(double[] x, double[] y, int n) {
    double[] all = squared(x, y, n);
    Arrays.setAll(all, i -> Math.sqrt(all[i]));
    return all;
  }

  /** The place of the nearest row of {@code y} for each of {@code x}; of equals the first. */
  public static int[] nearest(double[] x, double[] y, int n) {
    double[] ofY = squares(y, n);
    int[] nearest = new int[x.length / n];
    for (int row = 0; row < nearest.length; row++) {
      double least = Double.POSITIVE_INFINITY;
      for (int other = 0; other < ofY.length; other++) {
        double far = ofY[other] - 2 * of(x, row * n, y, other * n, n);
        if (far < least) {
          least = far;
          nearest[row] = other;
        }
      }
    }
    return nearest;
  }
}
