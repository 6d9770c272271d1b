package dev.serin.kit.trial;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Calls with keys, few of which make most of them; each key keeps its arm, and the calls of bad
 * keys fail on both. Of each key only the first failure is counted.
 */
public final class KeyedCalls implements Traffic {
  private static final int KEYS = 500;
  private static final double STEEP = 1.1;

  private final SplittableRandom random;
  private final double perSecond;
  private final double[] upTo = new double[KEYS];
  private final double[] places = new double[KEYS];
  private final boolean[] bad = new boolean[KEYS];
  private final Set<Integer> failed = new HashSet<>();

  /** So many calls each second; this part of the keys is bad, or the {@code heaviest} ones. */
  public KeyedCalls(long seed, double perSecond, double badPart, int heaviest) {
    this.random = new SplittableRandom(seed);
    this.perSecond = perSecond;
    double sum = 0;
    for (int k = 0; k < KEYS; k++) {
      sum += 1 / StrictMath.pow(k + 1, STEEP);
      upTo[k] = sum;
      places[k] = random.nextDouble();
      bad[k] = k < heaviest || random.nextDouble() < badPart;
    }
  }

  @Override
  public void second(int number, double weight, Tape tape) {
    for (int i = 0; i < perSecond; i++) {
      int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[KEYS - 1]);
      int key = Math.min(KEYS - 1, at >= 0 ? at : -at - 1);
      Arm arm = places[key] < weight ? Arm.CANARY : Arm.CURRENT;
      tape.add(Count.ASSIGNED, arm, 1);
      tape.add(Count.CALLS, arm, 1);
      tape.add(Count.FAILURES, arm, bad[key] && failed.add(key) ? 1 : 0);
    }
  }
}
