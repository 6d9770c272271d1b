package dev.serin.meter.evalue;

import java.util.function.DoublePredicate;

/**
 * Between what a rate lies. The band is valid at all times at once: it ever misses the true rate
 * with a probability of alpha at most. It holds the rates p of which {@code Beta(1/2+s, 1/2+n-s) /
 * Beta(1/2,1/2) * p^-s (1-p)^-(n-s)} stays below 1/alpha (Robbins' beta mixture; confidence
 * sequences of Howard, Ramdas, McAuliffe, Sekhon, 2021).
 */
public record Band(double lower, double upper) {
  private static final double PRIOR = 0.5;
  private static final int STEPS = 50;

  /** The band around s events in n trials. */
  public static Band of(long events, long trials, double alpha) {
    if (trials == 0) {
      return new Band(0, 1);
    }
    double middle = (double) events / trials;
    DoublePredicate inside = p -> holds(events, trials, p, alpha);
    double lower = events == 0 ? 0 : edge(0, middle, inside);
    double upper = events == trials ? 1 : edge(1, middle, inside);
    return new Band(lower, upper);
  }

  /** Whether the band around s events in n trials holds this rate. */
  static boolean holds(long events, long trials, double rate, double alpha) {
    long others = trials - events;
    if (rate <= 0 || rate >= 1) {
      return rate <= 0 ? events == 0 : others == 0;
    }
    return Gamma.logMixture(PRIOR, PRIOR, rate, events, others) < -StrictMath.log(alpha);
  }

  private static double edge(double outside, double within, DoublePredicate inside) {
    double out = outside;
    double in = within;
    for (int i = 0; i < STEPS; i++) {
      double middle = (out + in) / 2;
      if (inside.test(middle)) {
        in = middle;
      } else {
        out = middle;
      }
    }
    return out;
  }
}
