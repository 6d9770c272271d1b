package dev.serin.meter.evalue;

/**
 * Whether requests fall to two arms as was wanted (test S). With w the wanted share of the canary:
 * {@code e = Beta(100w+n_c, 100(1-w)+n_b) / Beta(100w, 100(1-w)) * w^-n_c * (1-w)^-n_b}, a
 * martingale while the share is w (sequential multinomial test of M. Lindon, A. Malek, 2022).
 */
public final class ShareMismatch {
  private static final double PRIOR = 100;

  private ShareMismatch() {}

  /** The logarithm of the e-value of so many requests of each arm; strata add up. */
  public static double logE(double weight, long canary, long current) {
    return Gamma.logMixture(PRIOR * weight, PRIOR * (1 - weight), weight, canary, current);
  }
}
