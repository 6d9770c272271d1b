package dev.serin.rollout;

import dev.serin.meter.evalue.ShareMismatch;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.rollout.Findings.Finding;

/** Test S: whether requests are shared as was wanted. */
final class ShareTest {
  private ShareTest() {}

  /**
   * S. With sticky keys it is not asked: the requests of one key come together, so that shares
   * depend on which keys fell where.
   */
  static Finding of(Policy policy, Stretches stretches) {
    double log = 0;
    for (int k = 0; k < stretches.weights().size(); k++) {
      double weight = stretches.weights().get(k);
      if (weight > 0 && weight < 1 && policy.stickyHeader().isEmpty()) {
        log +=
            ShareMismatch.logE(
                weight,
                stretches.total(Count.ASSIGNED, Arm.CANARY, k),
                stretches.total(Count.ASSIGNED, Arm.CURRENT, k));
      }
    }
    double line = ErrorTests.line(policy.srm().alpha());
    return new Finding(log, line, log >= line);
  }
}
