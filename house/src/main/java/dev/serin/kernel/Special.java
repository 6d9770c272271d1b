package dev.serin.kernel;

/** The error function, and the modified Bessel function of the second kind. */
public final class Special {
  private static final double SERIES = 2.5;
  private static final double STEP = 1.0 / 64;

  private Special() {}

  /** The error function: a series of terms of one sign near zero, a continued fraction beyond. */
  public static double erf(double x) {
    double size = Math.abs(x);
    if (Double.isNaN(x) || size > 6) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    double value = size < SERIES ? series(size) : 1 - fraction(size);
    return Math.copySign(value, x);
  }

  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; term > sum * 0x1p-60; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  private static double fraction(double x) {
    double below = x;
    for (int k = 120; k > 0; k--) {
      below = x + k / 2.0 / below;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / below;
  }

  /**
   * The modified Bessel function of the second kind of any order, for x above zero: the integral of
   * e^(-x cosh t) cosh(order t), whose sum over even steps converges beyond every power.
   */
  public static double besselK(double order, double x) {
    if (Double.isNaN(x) || x <= 0) {
      return x == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    double sum = 0.5 * Math.exp(-x);
    for (int i = 1; ; i++) {
      double t = i * STEP;
      double rise = order * t;
      double fall = x * Math.cosh(t);
      double term = 0.5 * (Math.exp(rise - fall) + Math.exp(-rise - fall));
      sum += term;
      if (fall > rise + 1 && term <= sum * 0x1p-60) {
        return sum * STEP;
      }
    }
  }
}
