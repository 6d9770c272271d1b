package dev.serin.rollout;

import dev.serin.meter.evalue.Grid;
import dev.serin.meter.evalue.Restarts;
import dev.serin.meter.evalue.Strata;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.rollout.Findings.Finding;
import dev.serin.rollout.Findings.Gate;
import java.util.Arrays;
import java.util.List;

/**
 * Tests E1, E2 and F and the gate G: how often calls fail. Probes count like live calls; between
 * arms they are a stratum of their own, since both arms get each of them.
 */
final class ErrorTests {
  private static final double USUAL = 0.05;
  private static final double[] WORSE = {1.5, 2, 3, 5, 10}; // times the limit
  private static final double[] BAD = {0.075, 0.10, 0.15, 0.25, 0.50}; // when it is 5 %
  private static final double DEAD = 0.95;
  private static final double[] BETTER = {0.02, 0.1, 0.2, 0.4, 0.6}; // times the limit
  private static final long SEED_CALLS = 20;

  private final Policy.Errors policy;
  private final Stretches stretches;

  ErrorTests(Policy.Errors policy, Stretches stretches) {
    this.policy = policy;
    this.stretches = stretches;
  }

  /** The line that the logarithm of an e-value has to reach for this level. */
  static double line(double alpha) {
    return -StrictMath.log(alpha);
  }

  /** Doubts that calls fail as rarely as is allowed. */
  static Grid tooMany(double limit) {
    double[] rates = new double[BAD.length + 1];
    for (int i = 0; i < BAD.length; i++) {
      boolean strict = limit <= USUAL;
      rates[i] = strict ? limit * WORSE[i] : limit + (1 - limit) * (BAD[i] - USUAL) / (1 - USUAL);
    }
    rates[BAD.length] = Math.max(DEAD, (1 + limit) / 2);
    return Grid.of(limit, rates);
  }

  /** Doubts that calls fail as often as is just allowed, or more. */
  static Grid fewEnough(double limit) {
    return Grid.of(limit, Arrays.stream(BETTER).map(part -> part * limit).toArray());
  }

  private long[] calls(Arm arm) {
    return Stretches.plus(stretches.pooled(Count.CALLS, arm), stretches.pooled(Count.PROBED, arm));
  }

  private long[] failures(Arm arm) {
    return Stretches.plus(
        stretches.pooled(Count.FAILURES, arm), stretches.pooled(Count.PROBE_FAILURES, arm));
  }

  /** Live calls and probes of an arm. */
  long allCalls(Arm arm) {
    return Stretches.total(calls(arm));
  }

  /** Failures of live calls and probes of an arm. */
  long allFailures(Arm arm) {
    return Stretches.total(failures(arm));
  }

  private double[] tooOften(long[] failures, long[] calls) {
    Strata test = new Strata(List.of(tooMany(policy.slo())));
    return test.copies(new long[][] {failures}, new long[][] {calls}, stretches.count());
  }

  /** E2: the canary fails more often than current, and enough more to matter. */
  Finding relative(boolean muted) {
    double log =
        new RelativeTest(stretches, Arm.CANARY, policy.ratio0())
            .live(Count.FAILURES)
            .paired(Count.PROBE_FAILURES)
            .logE();
    double line = line(policy.alphaRel());
    boolean asked = !muted && policy.mode() == Policy.Mode.EVIDENCE;
    return new Finding(log, line, asked && log >= line && excess() >= policy.minEffect());
  }

  /**
   * E1: the canary fails more often than is allowed, and it is the canary's fault: E2 says so, less
   * strongly ({@code relative}; unless that is muted), and current kept within the limit over the
   * stretch that speaks loudest.
   */
  Finding absolute(Finding relative, boolean muted) {
    double[] copies = tooOften(failures(Arm.CANARY), calls(Arm.CANARY));
    double log = Restarts.mixed(copies);
    double line = line(policy.alphaAbs());
    boolean fires =
        switch (policy.mode()) {
          case SEED_LITERAL -> literally();
          case EVIDENCE -> {
            boolean own = muted || relative.logE() >= StrictMath.log(policy.attribution());
            yield log >= line && own && currentKeptLimit(Restarts.strongest(copies));
          }
        };
    return new Finding(log, line, fires);
  }

  private boolean literally() {
    long calls = allCalls(Arm.CANARY);
    return calls >= SEED_CALLS && allFailures(Arm.CANARY) > policy.slo() * calls;
  }

  private boolean currentKeptLimit(int from) {
    long[] calls = calls(Arm.CURRENT);
    long[] failures = failures(Arm.CURRENT);
    double failed = Arrays.stream(failures, from, failures.length).sum();
    long all = Arrays.stream(calls, from, calls.length).sum();
    return failed / Math.max(1, all) <= policy.slo();
  }

  /** E1 without a control arm: whoever answers fails more often than is allowed. */
  Finding baking(double alpha) {
    long[] failures = Stretches.plus(failures(Arm.CANARY), failures(Arm.CURRENT));
    long[] calls = Stretches.plus(calls(Arm.CANARY), calls(Arm.CURRENT));
    double log = Restarts.mixed(tooOften(failures, calls));
    return new Finding(log, line(alpha), log >= line(alpha));
  }

  /** F: current fails more often than is allowed. */
  Finding shared(double level) {
    double log = Restarts.mixed(tooOften(failures(Arm.CURRENT), calls(Arm.CURRENT)));
    double line = StrictMath.log(level);
    return new Finding(log, line, log >= line);
  }

  /** G: the canary is proved to fail less often than is allowed; each hold halves beta. */
  Finding proved(double beta, int holds) {
    double line = proof(beta, holds);
    double log = fewEnough(policy.slo()).logE(allFailures(Arm.CANARY), allCalls(Arm.CANARY));
    return new Finding(log, line, log >= line);
  }

  /** The line of G. */
  static double proof(double beta, int holds) {
    return line(beta * StrictMath.pow(0.5, holds));
  }

  /** How many calls, so many of them failures, reach the line of G. */
  static long needed(Policy.Errors policy, long failures, double line) {
    return fewEnough(policy.slo()).needed(failures, line);
  }

  /** What the gate needs and has; it also waits for an improvement where that is asked for. */
  Gate gate(Finding proved, boolean improved) {
    long needed = needed(policy, allFailures(Arm.CANARY), proved.threshold());
    return new Gate(proved.fires() && improved, needed, allCalls(Arm.CANARY));
  }

  /**
   * How much more of its calls the canary fails: the differences of the strata, weighted by how
   * exactly they are known (N. Mantel, W. Haenszel, 1959), so that a change of weight makes no
   * difference of its own.
   */
  double excess() {
    double[] sum = new double[2];
    for (int k = 0; k < stretches.weights().size(); k++) {
      add(
          sum,
          new Rate(live(Count.FAILURES, Arm.CANARY, k), live(Count.CALLS, Arm.CANARY, k)),
          new Rate(live(Count.FAILURES, Arm.CURRENT, k), live(Count.CALLS, Arm.CURRENT, k)));
    }
    add(
        sum,
        new Rate(probes(Count.PROBE_FAILURES, Arm.CANARY), probes(Count.PROBED, Arm.CANARY)),
        new Rate(probes(Count.PROBE_FAILURES, Arm.CURRENT), probes(Count.PROBED, Arm.CURRENT)));
    return sum[1] > 0 ? sum[0] / sum[1] : rate(Arm.CANARY).value() - rate(Arm.CURRENT).value();
  }

  /** The rate of failures of an arm, all strata together. */
  Rate rate(Arm arm) {
    return new Rate(allFailures(arm), allCalls(arm));
  }

  private long live(Count count, Arm arm, int stratum) {
    return stretches.total(count, arm, stratum);
  }

  private long probes(Count count, Arm arm) {
    return stretches.total(count, arm);
  }

  private static void add(double[] sum, Rate canary, Rate current) {
    if (canary.of() > 0 && current.of() > 0) {
      double weight = (double) canary.of() * current.of() / (canary.of() + current.of());
      sum[0] += weight * (canary.value() - current.value());
      sum[1] += weight;
    }
  }
}
