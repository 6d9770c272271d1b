package dev.serin.meter.evalue;

/**
 * How far apart the shares of classes of two arms are, for people to look at: sizes of an effect,
 * no tests. With few calls both are large even when nothing changed.
 */
public final class Divergence {
  private static final double SMOOTHING = 0.5;
  private static final double LOG_TWO = StrictMath.log(2);

  private Divergence() {}

  /**
   * The population stability index {@code SUM_k (p_k - q_k) ln(p_k/q_k)}, where each count was
   * raised by one half.
   */
  public static double stability(long[] canary, long[] current) {
    double all = total(canary) + SMOOTHING * canary.length;
    double others = total(current) + SMOOTHING * current.length;
    double sum = 0;
    for (int k = 0; k < canary.length; k++) {
      double p = (canary[k] + SMOOTHING) / all;
      double q = (current[k] + SMOOTHING) / others;
      sum += (p - q) * StrictMath.log(p / q);
    }
    return sum;
  }

  /** The divergence of Jensen and Shannon in bits, from 0 (equal) to 1 (nothing in common). */
  public static double jensenShannon(long[] canary, long[] current) {
    double all = Math.max(1, total(canary));
    double others = Math.max(1, total(current));
    double sum = 0;
    for (int k = 0; k < canary.length; k++) {
      double p = canary[k] / all;
      double q = current[k] / others;
      double middle = (p + q) / 2;
      sum += part(p, middle) + part(q, middle);
    }
    return sum / 2;
  }

  private static double part(double p, double middle) {
    return p > 0 ? p * StrictMath.log(p / middle) / LOG_TWO : 0;
  }

  private static long total(long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }
}
