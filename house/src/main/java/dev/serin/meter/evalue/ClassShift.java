package dev.serin.meter.evalue;

/**
 * Whether two arms predict the same classes equally often (test D). With C, B the counts of class k
 * in canary and current, w the canary's share and a = 5: {@code b_k = Beta(a+C, a+B)/Beta(a,a) *
 * w^-C (1-w)^-B}, multiplied over strata; {@code e = 1/2 PRODUCT_k b_k + 1/2 MEAN_k b_k}, so that
 * both a change of many classes and one of a single class show. Given its class, the arm of a
 * prediction is a coin with weight w while nothing changed (Lindon and Malek, 2022).
 */
public final class ClassShift {
  private static final double PRIOR = 5;

  private ClassShift() {}

  /** What was counted under one weight: predictions by class, in the same order everywhere. */
  public record Counted(double weight, long[] canary, long[] current) {}

  /** The logarithm of the e-value of these strata. */
  public static double logE(Iterable<Counted> strata, int classes) {
    double[] byClass = new double[classes];
    for (Counted stratum : strata) {
      for (int k = 0; k < classes; k++) {
        byClass[k] +=
            Gamma.logMixture(
                PRIOR, PRIOR, stratum.weight(), stratum.canary()[k], stratum.current()[k]);
      }
    }
    double dense = 0;
    for (double log : byClass) {
      dense += log;
    }
    double sparse = classes == 0 ? 0 : Logs.mean(byClass);
    return Logs.mean(new double[] {dense, sparse});
  }
}
