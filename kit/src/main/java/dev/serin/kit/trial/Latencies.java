package dev.serin.kit.trial;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws how long calls take: log-normal, p50 40 ms, p99 128 ms, and ranks them. */
final class Latencies {
  private static final double MEDIAN = StrictMath.log(40e6); // nanoseconds
  private static final double SPREAD = 0.5;
  private static final double PAUSE = 800e6;
  private static final double KEPT = 0.95; // of the load, from second to second
  private static final int KNOWN = 2000;
  private static final double TOLERANCE = StrictMath.log(1.05);

  private final Weather weather;
  private final SplittableRandom random;
  private final double[] known = new double[KNOWN];
  private final boolean[] paused = new boolean[2];
  private double load;

  Latencies(Weather weather, SplittableRandom random) {
    this.weather = weather;
    this.random = random;
    for (int i = 0; i < KNOWN; i++) {
      known[i] = usual();
    }
    Arrays.sort(known);
  }

  private double usual() {
    return MEDIAN + SPREAD * random.nextGaussian();
  }

  /** Begins a second. */
  void second() {
    load = weather.load() ? KEPT * load + 0.05 * random.nextGaussian() : 0;
    boolean both = random.nextDouble() < weather.pauses();
    paused[0] = random.nextDouble() < weather.armPauses() || both;
    paused[1] = random.nextDouble() < weather.armPauses() || both;
  }

  /** One call of an arm that takes so many times the usual time; whether it is ranked. */
  void call(Arm arm, double slower, boolean ranked, Tape tape) {
    double log = usual() + load + StrictMath.log(slower);
    if (paused[arm.ordinal()]) {
      log = StrictMath.log(StrictMath.exp(log) + PAUSE * random.nextDouble());
    }
    tape.took(arm, (long) StrictMath.exp(log));
    if (ranked) {
      rank(arm, arm == Arm.CANARY ? log - TOLERANCE : log, tape);
    }
  }

  private void rank(Arm arm, double log, Tape tape) {
    int at = Arrays.binarySearch(known, log);
    double below = at >= 0 ? at + 0.5 : -at - 1;
    tape.add(Count.TIMED, arm, 1);
    tape.add(Count.RANKS, arm, Math.round(1e6 * below / KNOWN));
    tape.add(Count.ABOVE_P90, arm, log > known[KNOWN * 9 / 10] ? 1 : 0);
    tape.add(Count.ABOVE_P99, arm, log > known[KNOWN * 99 / 100] ? 1 : 0);
  }

  /** Whether the canary, so many times slower, is slower by more than is allowed on one input. */
  boolean slowerPair(double slower) {
    double noise = weather.noise() * Math.sqrt(2) * random.nextGaussian();
    return StrictMath.log(slower) + noise > TOLERANCE;
  }
}
