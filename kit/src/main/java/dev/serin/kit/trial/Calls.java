package dev.serin.kit.trial;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Calls that come one by one, so many a second on average, each to an arm by a coin. Labels of
 * answers, where a part of the calls has any, come {@code delay} seconds later.
 */
public final class Calls implements Traffic {
  private final SplittableRandom random;
  private final double perSecond;
  private final Map<Arm, Behaviour> arms;
  private final Weather weather;
  private final OptionalDouble share;
  private final Labels labels;
  private final Latencies latencies;

  private Calls(
      long seed,
      double perSecond,
      Map<Arm, Behaviour> arms,
      Weather weather,
      OptionalDouble share) {
    this.random = new SplittableRandom(seed);
    this.perSecond = perSecond;
    this.arms = arms;
    this.weather = weather;
    this.share = share;
    this.latencies = new Latencies(weather, random.split());
    this.labels = new Labels();
  }

  /** So many calls a second on average. */
  public static Calls of(long seed, double perSecond, Behaviour current, Behaviour canary) {
    return of(seed, perSecond, current, canary, Weather.NONE);
  }

  /** So many calls a second on average, in this weather. */
  public static Calls of(
      long seed, double perSecond, Behaviour current, Behaviour canary, Weather weather) {
    Map<Arm, Behaviour> arms = Map.of(Arm.CURRENT, current, Arm.CANARY, canary);
    return new Calls(seed, perSecond, arms, weather, OptionalDouble.empty());
  }

  /** The canary gets this part of them, whatever is wanted. */
  public static Calls misrouted(long seed, double perSecond, Behaviour both, double share) {
    return new Calls(
        seed,
        perSecond,
        Map.of(Arm.CURRENT, both, Arm.CANARY, both),
        Weather.NONE,
        OptionalDouble.of(share));
  }

  /** From now on somebody says of this part of the answers whether they were right. */
  public Calls labelled(double part, int delay) {
    labels.come(part, delay);
    return this;
  }

  @Override
  public void second(int number, double weight, Tape tape) {
    labels.deliver(number, tape);
    latencies.second();
    double part = share.orElse(weight);
    for (int left = poisson(); left > 0; left--) {
      Arm arm = random.nextDouble() < part ? Arm.CANARY : Arm.CURRENT;
      call(arm, number, weight, tape);
    }
  }

  private void call(Arm arm, int number, double weight, Tape tape) {
    Behaviour behaviour = arms.get(arm);
    tape.add(Count.ASSIGNED, arm, 1);
    tape.add(Count.CALLS, arm, 1);
    if (random.nextDouble() < behaviour.failing().applyAsDouble(number)) {
      tape.add(Count.FAILURES, arm, 1);
      return;
    }
    if (weather.timed()) {
      double own = arm == Arm.CANARY ? weight : 1 - weight;
      latencies.call(arm, behaviour.slower(), random.nextDouble() * own < 1 - own, tape);
    }
    if (!behaviour.classes().isEmpty()) {
      tape.predicted(arm, "class " + drawn(behaviour));
    }
    labels.answered(random, arm, behaviour.wrong(), number, tape.epoch());
  }

  private int drawn(Behaviour behaviour) {
    double at = random.nextDouble();
    int k = 0;
    while (k < behaviour.classes().size() - 1 && at >= behaviour.classes().get(k)) {
      at -= behaviour.classes().get(k);
      k++;
    }
    return k;
  }

  /** A number of calls, by counting exponential gaps. */
  private int poisson() {
    int count = -1;
    for (double at = 0; at < perSecond; count++) {
      at -= StrictMath.log(1 - random.nextDouble());
    }
    return Math.max(0, count);
  }

  @Override
  public void pair(int second, Tape tape) {
    boolean both = true;
    for (Arm arm : Arm.values()) {
      boolean failed = random.nextDouble() < arms.get(arm).failing().applyAsDouble(second);
      tape.add(Count.PROBED, arm, 1);
      tape.add(Count.PROBE_FAILURES, arm, failed ? 1 : 0);
      both &= !failed;
    }
    if (both) {
      tape.add(Count.PAIRS, Arm.CURRENT, 1);
      boolean slower = latencies.slowerPair(arms.get(Arm.CANARY).slower());
      tape.add(Count.PAIRS, Arm.CANARY, slower ? 1 : 0);
    }
  }
}
