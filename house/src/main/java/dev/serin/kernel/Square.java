package dev.serin.kernel;

import java.util.Optional;

/** Dense square matrices, row-major: solving by elimination with the largest pivot first. */
public final class Square {
  private Square() {}

  /** The inverse of an [n, n] matrix, or nothing when it is singular. */
  public static Optional<double[]> inverse(double[] matrix, int n) {
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    return solved(matrix, identity, n);
  }

  /** What the [n, n] matrix maps to {@code right} [n, columns], or nothing when it is singular. */
  public static Optional<double[]> solved(double[] matrix, double[] right, int n) {
    double[] a = matrix.clone();
    double[] b = right.clone();
    int columns = n == 0 ? 0 : b.length / n;
    for (int step = 0; step < n; step++) {
      int pivot = pivot(a, step, n);
      if (a[pivot * n + step] == 0 || Double.isNaN(a[pivot * n + step])) {
        return Optional.empty();
      }
      swap(a, step, pivot, n);
      swap(b, step, pivot, columns);
      for (int row = step + 1; row < n; row++) {
        double factor = a[row * n + step] / a[step * n + step];
        subtract(a, row, step, factor, n);
        subtract(b, row, step, factor, columns);
      }
    }
    back(a, b, n, columns);
    return Optional.of(b);
  }

  /** The logarithm of the determinant of a symmetric positive [n, n] matrix; NaN for others. */
  public static double logDeterminant(double[] matrix, int n) {
    double[] root = matrix.clone();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = root[i * n + j];
        for (int k = 0; k < j; k++) {
          rest -= root[i * n + k] * root[j * n + k];
        }
        root[i * n + j] = i == j ? Math.sqrt(rest) : rest / root[j * n + j];
      }
      sum += 2 * Math.log(root[i * n + i]);
    }
    return sum;
  }

  private static int pivot(double[] a, int step, int n) {
    int best = step;
    for (int row = step + 1; row < n; row++) {
      if (Math.abs(a[row * n + step]) > Math.abs(a[best * n + step])) {
        best = row;
      }
    }
    return best;
  }

  private static void swap(double[] a, int first, int second, int width) {
    for (int i = 0; first != second && i < width; i++) {
      double kept = a[first * width + i];
      a[first * width + i] = a[second * width + i];
      a[second * width + i] = kept;
    }
  }

  private static void subtract(double[] a, int row, int from, double factor, int width) {
    for (int i = 0; factor != 0 && i < width; i++) {
      a[row * width + i] -= factor * a[from * width + i];
    }
  }

  private static void back(double[] a, double[] b, int n, int columns) {
    for (int row = n - 1; row >= 0; row--) {
      for (int c = 0; c < columns; c++) {
        double sum = b[row * columns + c];
        for (int i = row + 1; i < n; i++) {
          sum -= a[row * n + i] * b[i * columns + c];
        }
        b[row * columns + c] = sum / a[row * n + row];
      }
    }
  }

  /** The product of {@code a} [rows, inner] and {@code b} [inner, columns]. */
  public static double[] product(double[] a, double[] b, int inner) {
    int rows = inner == 0 ? 0 : a.length / inner;
    int columns = inner == 0 ? 0 : b.length / inner;
    double[] product = new double[Math.multiplyExact(rows, columns)];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < inner; i++) {
        double factor = a[row * inner + i];
        for (int c = 0; c < columns; c++) {
          product[row * columns + c] += factor * b[i * columns + c];
        }
      }
    }
    return product;
  }

  /** The matrix [rows, columns] with rows and columns exchanged. */
  public static double[] turned(double[] matrix, int rows, int columns) {
    double[] turned = new double[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + row] = matrix[row * columns + c];
      }
    }
    return turned;
  }
}
