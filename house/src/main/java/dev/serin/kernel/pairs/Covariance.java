package dev.serin.kernel.pairs;

import dev.serin.kernel.Gamma;
import dev.serin.kernel.LinearKernel;
import dev.serin.kernel.Special;

/** The covariance of a Gaussian process, as {@code sklearn.gaussian_process.kernels} has it. */
public sealed interface Covariance {

  /** Between a row of {@code a} and another row of {@code b}, of {@code n} numbers. */
  double of(double[] a, int fromA, double[] b, int fromB, int n);

  /** Of a row with itself, where noise counts. */
  default double own(double[] a, int from, int n) {
    return of(a, from, a, from, n);
  }

  /** Whether it can compare rows of this width. */
  default boolean fits(int width) {
    return width > 0;
  }

  /** The same for all. */
  record Constant(double value) implements Covariance {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return value;
    }
  }

  /** Noise: nothing between two rows. */
  record White(double level) implements Covariance {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return 0;
    }

    @Override
    public double own(double[] a, int from, int n) {
      return level;
    }
  }

  /** The sum of two. */
  record Sum(Covariance first, Covariance second) implements Covariance {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return first.of(a, fromA, b, fromB, n) + second.of(a, fromA, b, fromB, n);
    }

    @Override
    public double own(double[] a, int from, int n) {
      return first.own(a, from, n) + second.own(a, from, n);
    }

    @Override
    public boolean fits(int width) {
      return first.fits(width) && second.fits(width);
    }
  }

  /** The product of two. */
  record Product(Covariance first, Covariance second) implements Covariance {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return first.of(a, fromA, b, fromB, n) * second.of(a, fromA, b, fromB, n);
    }

    @Override
    public double own(double[] a, int from, int n) {
      return first.own(a, from, n) * second.own(a, from, n);
    }

    @Override
    public boolean fits(int width) {
      return first.fits(width) && second.fits(width);
    }
  }

  /** A power of one. */
  record Power(Covariance base, double exponent) implements Covariance {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return Math.pow(base.of(a, fromA, b, fromB, n), exponent);
    }

    @Override
    public double own(double[] a, int from, int n) {
      return Math.pow(base.own(a, from, n), exponent);
    }

    @Override
    public boolean fits(int width) {
      return base.fits(width);
    }
  }

  /** e^(-d² / 2), the distance in lengths: one for all columns, or one each. */
  record Gaussian(double[] lengths) implements Covariance {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return Math.exp(-0.5 * square(a, fromA, b, fromB, n));
    }

    double square(double[] a, int fromA, double[] b, int fromB, int n) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double length = lengths[lengths.length == 1 ? 0 : i];
        double gap = a[fromA + i] / length - b[fromB + i] / length;
        sum += gap * gap;
      }
      return sum;
    }

    @Override
    public boolean fits(int width) {
      return lengths.length == 1 || lengths.length == width;
    }
  }

  /** Matérn's, of smoothness nu. */
  record Matern(Gaussian lengths, double nu) implements Covariance {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      double square = lengths.square(a, fromA, b, fromB, n);
      double far = Math.sqrt(square);
      if (nu == 0.5) {
        return Math.exp(-far);
      }
      if (nu == 1.5) {
        double scaled = far * Math.sqrt(3);
        return (1 + scaled) * Math.exp(-scaled);
      }
      if (nu == 2.5) {
        double scaled = far * Math.sqrt(5);
        return (1 + scaled + scaled * scaled / 3) * Math.exp(-scaled);
      }
      return Double.isInfinite(nu) ? Math.exp(-far * far / 2) : general(far);
    }

    private double general(double far) {
      double scaled = Math.sqrt(2 * nu) * (far == 0 ? 0x1p-52 : far);
      return Math.pow(2, 1 - nu)
          / Math.exp(Gamma.log(nu))
          * Math.pow(scaled, nu)
          * Special.besselK(nu, scaled);
    }

    @Override
    public double own(double[] a, int from, int n) {
      return 1;
    }

    @Override
    public boolean fits(int width) {
      return lengths.fits(width);
    }
  }

  /** (1 + d² / (2 alpha length²))^-alpha. */
  record Rational(double length, double alpha) implements Covariance {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      double square = gaps(a, fromA, b, fromB, n);
      return Math.pow(1 + square / (2 * alpha * length * length), -alpha);
    }
  }

  /** e^(-2 (sin(pi d / period) / length)²). */
  record Periodic(double length, double period) implements Covariance {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      double far = Math.sqrt(gaps(a, fromA, b, fromB, n));
      double wave = Math.sin(Math.PI / period * far) / length;
      return Math.exp(-2 * (wave * wave));
    }
  }

  /** a · b + sigma². */
  record Dot(double sigma) implements Covariance {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return LinearKernel.dot(a, fromA, b, fromB, n) + sigma * sigma;
    }
  }

  /** A kernel of {@link Likeness}. */
  record Alike(Likeness likeness) implements Covariance {
    @Override
    public double of(double[] a, int fromA, double[] b, int fromB, int n) {
      return likeness.of(a, fromA, b, fromB, n);
    }
  }

  private static double gaps(double[] a, int fromA, double[] b, int fromB, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double gap = a[fromA + i] - b[fromB + i];
      sum += gap * gap;
    }
    return sum;
  }
}
