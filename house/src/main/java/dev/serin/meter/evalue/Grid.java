package dev.serin.meter.evalue;

import java.util.Arrays;

/**
 * A rate that is doubted and a grid Q of alternatives on one side of it. The e-value of s events in
 * n trials is {@code (1/|Q|) SUM (q/q0)^s ((1-q)/(1-q0))^(n-s)}: a supermartingale for every rate
 * on the other side, so that it ever reaches 1/alpha with a probability of alpha at most (J. Ville,
 * 1939; a mixture of likelihood ratios after H. Robbins, 1970). Only the two counts matter: order
 * does not, and counts of several processes add up.
 */
public final class Grid {
  private final double[] event;
  private final double[] other;

  private Grid(double rate, double[] alternatives) {
    this.event = new double[alternatives.length];
    this.other = new double[alternatives.length];
    for (int i = 0; i < alternatives.length; i++) {
      double q = alternatives[i];
      if (!(q > 0 && q < 1 && rate > 0 && rate < 1)) {
        throw new IllegalArgumentException("a rate lies between 0 and 1: " + rate + ", " + q);
      }
      event[i] = StrictMath.log(q / rate);
      other[i] = StrictMath.log((1 - q) / (1 - rate));
    }
  }

  /** Doubts this rate for the sake of these. */
  public static Grid of(double rate, double... alternatives) {
    return new Grid(rate, alternatives);
  }

  /**
   * Doubts that events fall into an arm with weight w no more than {@code ratio0} times as often as
   * its share: {@code q = w r / (w r + 1 - w)} for each ratio r.
   */
  public static Grid ofRatios(double weight, double ratio0, double... ratios) {
    double[] alternatives = Arrays.stream(ratios).map(r -> share(weight, ratio0 * r)).toArray();
    return new Grid(share(weight, ratio0), alternatives);
  }

  private static double share(double weight, double ratio) {
    return weight * ratio / (weight * ratio + 1 - weight);
  }

  /** How many alternatives there are. */
  int size() {
    return event.length;
  }

  /** Adds what these counts say for each alternative. */
  void addTo(double[] logs, long events, long trials) {
    for (int i = 0; i < logs.length; i++) {
      logs[i] += events * event[i] + (trials - events) * other[i];
    }
  }

  /** The natural logarithm of the e-value of so many events in so many trials. */
  public double logE(long events, long trials) {
    double[] logs = new double[event.length];
    addTo(logs, events, trials);
    return Logs.mean(logs);
  }

  /**
   * The smallest number of trials with so many events of which the logarithm of the e-value reaches
   * this line, where every alternative lies below the doubted rate.
   */
  public long needed(long events, double line) {
    long low = events;
    long high = Math.max(64, events);
    while (logE(events, high) < line) {
      low = high;
      high *= 2;
    }
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (logE(events, middle) < line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
