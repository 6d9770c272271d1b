package dev.serin.kernel;

/** The error function, and the modified Bessel function of the second kind. */
public final class Special {
  private static final double SERIES = 1.2;
  private static final double ROOT = 2 / Math.sqrt(Math.PI);
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

  /** Terms and sum are pairs of doubles, so that only the last steps round. */
  private static double series(double x) {
    double square = x * x;
    double squareRest = Math.fma(x, x, -square);
    double term = x;
    double termRest = 0;
    double sum = x;
    double sumRest = 0;
    for (int n = 1; term > sum * 0x1p-80; n++) {
      double times = term * square;
      double rest = Math.fma(term, square, -times) + term * squareRest + termRest * square;
      double by = (2 * n + 1) / 2.0;
      term = times / by;
      termRest = (Math.fma(-term, by, times) + rest) / by;
      double more = sum + term;
      sumRest += term - (more - sum) + termRest;
      sum = more;
    }
    return ROOT * exp(square, squareRest) * (sum + sumRest);
  }

  /** e^-(square + rest). */
  private static double exp(double square, double rest) {
    return Math.exp(-square) * (1 - rest);
  }

  private static double fraction(double x) {
    double below = x;
    for (int k = 400; k > 0; k--) {
      below = x + k / 2.0 / below;
    }
    double square = x * x;
    return exp(square, Math.fma(x, x, -square)) * ROOT / 2 / below;
  }

  /**
   * The modified Bessel function of the second kind of any order, for x above zero: the integral of
   * e^(-x cosh t) cosh(order t), whose sum over even steps converges beyond every power.
   */
  public static double besselK(double order, double x) {
    if (Double.isNaN(order) || Double.isNaN(x) || x <= 0) {
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
