package dev.serin.kernel;

/** The gamma function's logarithm and its derivative, for arguments above zero; else NaN. */
public final class Gamma {
  private static final double FAR = 20;

  /** The terms B(2k) / (2k (2k - 1)) of Stirling's series. */
  private static final double[] STIRLING = {
    1.0 / 12,
    -1.0 / 360,
    1.0 / 1260,
    -1.0 / 1680,
    1.0 / 1188,
    -691.0 / 360360,
    1.0 / 156,
    -3617.0 / 122400
  };

  private Gamma() {}

  /** The logarithm of Gamma(x), by Stirling's series beyond 20 and by products down to it. */
  public static double log(double x) {
    if (!(x > 0)) {
      return Double.NaN;
    }
    double product = 1;
    double at = x;
    while (at < FAR) {
      product *= at;
      at += 1;
    }
    double series = 0;
    double power = at;
    for (double term : STIRLING) {
      series += term / power;
      power *= at * at;
    }
    return (at - 0.5) * Math.log(at)
        - at
        + 0.5 * Math.log(2 * Math.PI)
        + series
        - Math.log(product);
  }

  /** The digamma function: the derivative of {@link #log}. */
  public static double digamma(double x) {
    if (!(x > 0)) {
      return Double.NaN;
    }
    double below = 0;
    double at = x;
    while (at < FAR) {
      below += 1 / at;
      at += 1;
    }
    double series = 0;
    double power = at * at;
    for (int k = 0; k < STIRLING.length; k++) {
      series += (2 * k + 1) * STIRLING[k] / power;
      power *= at * at;
    }
    return Math.log(at) - 0.5 / at - series - below;
  }
}
