package dev.serin.runtime.sklearn.compose;

/** The inverse hyperbolic functions, which Java lacks, without loss of digits near zero. */
final class Hyperbolic {
  private static final double LARGE = 0x1p28;
  private static final double LN_2 = Math.log(2);

  private Hyperbolic() {}

  static double areaSine(double x) {
    double size = Math.abs(x);
    double value =
        size > LARGE
            ? Math.log(size) + LN_2
            : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
    return Math.copySign(value, x);
  }

  static double areaCosine(double x) {
    double over = x - 1;
    return x > LARGE ? Math.log(x) + LN_2 : Math.log1p(over + Math.sqrt(2 * over + over * over));
  }

  static double areaTangent(double x) {
    double size = Math.abs(x);
    return Math.copySign(0.5 * Math.log1p(2 * size / (1 - size)), x);
  }
}
