package dev.serin.rollout;

import dev.serin.meter.evalue.ShareMismatch;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.rollout.Findings.Finding;

/**
 * Test S: whether requests are shared as was wanted. With sticky keys it is not asked: the requests
 * of one key come together, so that shares depend on which keys fell where.
 */
record ShareTest(Policy policy) {

  /** S. */
  Finding of(Stretches stretches) {
    double log = 0;
    for (int k = 0; k < stretches.weights().size(); k++) {
      log +=
          logE(
              stretches.weights().get(k),
              stretches.total(Count.ASSIGNED, Arm.CANARY, k),
              stretches.total(Count.ASSIGNED, Arm.CURRENT, k));
    }
    return new Finding(log, line(), log >= line());
  }

  private double line() {
    return ErrorTests.line(policy.srm().alpha());
  }

  private double logE(double weight, long canary, long current) {
    boolean asked = weight > 0 && weight < 1 && policy.stickyHeader().isEmpty();
    return asked ? ShareMismatch.logE(weight, canary, current) : 0;
  }

  /** Whether requests were shared wrongly before the last hold: what is in {@code all} alone. */
  boolean firedBefore(Stretches recent, Stretches all) {
    double log = 0;
    for (int k = 0; k < all.weights().size(); k++) {
      log +=
          logE(
              all.weights().get(k),
              before(Arm.CANARY, k, recent, all),
              before(Arm.CURRENT, k, recent, all));
    }
    return log >= line();
  }

  private static long before(Arm arm, int stratum, Stretches recent, Stretches all) {
    return all.total(Count.ASSIGNED, arm, stratum) - recent.total(Count.ASSIGNED, arm, stratum);
  }
}
