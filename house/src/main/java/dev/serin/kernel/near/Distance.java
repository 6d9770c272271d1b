package dev.serin.kernel.near;

import java.util.Arrays;

/**
 * How far two rows are apart. {@code reduced} is cheaper and has the same order as the distance,
 * such as its square; {@code full} and {@code reduction} go between the two.
 */
public sealed interface Distance permits Distance.Plain, Flags, Angle, Powers, Quadratic {

  /** The reduced distance of {@code n} numbers of {@code a} and of {@code b}. */
  double reduced(double[] a, int fromA, double[] b, int fromB, int n);

  /** The distance of a reduced distance. */
  default double full(double reduced) {
    return reduced;
  }

  /** The reduced distance of a distance. */
  default double reduction(double full) {
    return full;
  }

  /** Whether it can compare rows of this width. */
  default boolean fits(int width) {
    return width >= 0;
  }

  /** The distance of {@code n} numbers. */
  default double between(double[] a, int fromA, double[] b, int fromB, int n) {
    return full(reduced(a, fromA, b, fromB, n));
  }

  /** The distances [rows, others] of all rows of {@code x} to all of {@code y}, each of width n. */
  default double[] matrix(double[] x, double[] y, int n) {
    int rows = n == 0 ? 0 : x.length / n;
    int others = n == 0 ? 0 : y.length / n;
    double[] all = new double[Math.multiplyExact(rows, others)];
    for (int row = 0; row < rows; row++) {
      for (int other = 0; other < others; other++) {
        all[row * others + other] = between(x, row * n, y, other * n, n);
      }
    }
    return all;
  }

  /** Distances without parameters, by their formulas in scikit-learn and SciPy. */
  enum Plain implements Distance {
    /** The square root of the squared gaps' sum. */
    EUCLIDEAN {
      @Override
      public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
        return SQUARED.reduced(a, fromA, b, fromB, n);
      }

      @Override
      public double full(double reduced) {
        return Math.sqrt(reduced);
      }

      @Override
      public double reduction(double full) {
        return full * full;
      }
    },
    /** The sum of the squared gaps. */
    SQUARED {
      @Override
      public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          double gap = a[fromA + i] - b[fromB + i];
          sum += gap * gap;
        }
        return sum;
      }
    },
    /** The sum of the gaps. */
    MANHATTAN {
      @Override
      public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += Math.abs(a[fromA + i] - b[fromB + i]);
        }
        return sum;
      }
    },
    /** The largest gap. */
    CHEBYSHEV {
      @Override
      public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
          largest = Math.max(largest, Math.abs(a[fromA + i] - b[fromB + i]));
        }
        return largest;
      }
    },
    /** The sum of the gaps, each by the sum of the magnitudes. */
    CANBERRA {
      @Override
      public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          double size = Math.abs(a[fromA + i]) + Math.abs(b[fromB + i]);
          sum += size > 0 ? Math.abs(a[fromA + i] - b[fromB + i]) / size : 0;
        }
        return sum;
      }
    },
    /** The sum of the gaps by the sum of the magnitudes. */
    BRAY_CURTIS {
      @Override
      public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
        double sizes = 0;
        for (int i = 0; i < n; i++) {
          sizes += Math.abs(a[fromA + i]) + Math.abs(b[fromB + i]);
        }
        return sizes > 0 ? MANHATTAN.reduced(a, fromA, b, fromB, n) / sizes : 0;
      }
    },
    /** The sum of the gaps by the magnitudes of the sums, as SciPy has it. */
    BRAY_CURTIS_SUMS {
      @Override
      public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
        double sums = 0;
        for (int i = 0; i < n; i++) {
          sums += Math.abs(a[fromA + i] + b[fromB + i]);
        }
        return MANHATTAN.reduced(a, fromA, b, fromB, n) / sums;
      }
    },
    /** The fraction of the cells that differ. */
    HAMMING {
      @Override
      public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
        int differ = 0;
        for (int i = 0; i < n; i++) {
          differ += a[fromA + i] != b[fromB + i] ? 1 : 0;
        }
        return (double) differ / n;
      }
    },
    /** On a sphere, of latitude and longitude in radians. */
    HAVERSINE {
      @Override
      public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
        double latitude = Math.sin(0.5 * (a[fromA] - b[fromB]));
        double longitude = Math.sin(0.5 * (a[fromA + 1] - b[fromB + 1]));
        return latitude * latitude
            + Math.cos(a[fromA]) * Math.cos(b[fromB]) * longitude * longitude;
      }

      @Override
      public double full(double reduced) {
        return 2 * Math.asin(Math.sqrt(reduced));
      }

      @Override
      public double reduction(double full) {
        double half = Math.sin(0.5 * full);
        return half * half;
      }

      @Override
      public boolean fits(int width) {
        return width == 2;
      }
    },
    /** Euclidean over the cells that both rows have, scaled up to all of them. */
    NAN_EUCLIDEAN {
      @Override
      public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
        double sum = 0;
        int both = 0;
        for (int i = 0; i < n; i++) {
          double gap = a[fromA + i] - b[fromB + i];
          if (!Double.isNaN(gap)) {
            sum += gap * gap;
            both++;
          }
        }
        return both == 0 ? Double.NaN : sum / both * n;
      }

      @Override
      public double full(double reduced) {
        return Math.sqrt(reduced);
      }

      @Override
      public double reduction(double full) {
        return full * full;
      }
    };

    /** Whether it is the plain Euclidean one or its square. */
    static boolean square(Distance distance) {
      return distance == EUCLIDEAN || distance == SQUARED;
    }
  }

  /** The mean of {@code n} numbers. */
  static double mean(double[] a, int from, int n) {
    return Arrays.stream(a, from, from + n).sum() / n;
  }
}
