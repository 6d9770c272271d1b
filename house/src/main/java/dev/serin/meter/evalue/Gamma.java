package dev.serin.meter.evalue;

/** The logarithms of the functions Gamma and Beta for positive arguments, to about 15 digits. */
final class Gamma {
  private static final double HALF_LOG_TWO_PI = 0.9189385332046727;
  private static final double LARGE = 10;

  /** Coefficients of Stirling's series in 1/x, 1/x^3, and so on. */
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156
  };

  private Gamma() {}

  /** The logarithm of Gamma(x): Stirling's series, after a shift to where it is exact enough. */
  static double log(double x) {
    double product = 1;
    double at = x;
    while (at < LARGE) {
      product *= at;
      at++;
    }
    double series = 0;
    double power = 1 / at;
    for (double coefficient : STIRLING) {
      series += coefficient * power;
      power /= at * at;
    }
    double large = (at - 0.5) * StrictMath.log(at) - at + HALF_LOG_TWO_PI + series;
    return large - StrictMath.log(product);
  }

  /** The logarithm of {@code Beta(a,b) = Gamma(a) Gamma(b) / Gamma(a+b)}. */
  static double logBeta(double a, double b) {
    return log(a) + log(b) - log(a + b);
  }

  /**
   * The logarithm of {@code Beta(a+s, b+f) / Beta(a,b) * w^-s (1-w)^-f}: how much better a rate
   * drawn from Beta(a,b) explains s events and f others than the rate w.
   */
  static double logMixture(double a, double b, double w, long s, long f) {
    return logBeta(a + s, b + f)
        - logBeta(a, b)
        - s * StrictMath.log(w)
        - f * StrictMath.log(1 - w);
  }
}
