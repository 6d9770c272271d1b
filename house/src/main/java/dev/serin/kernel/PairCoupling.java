package dev.serin.kernel;

import java.util.Arrays;

/**
 * Probabilities of K classes from those of their pairs: the p that minimises the sum of (r_ji p_i -
 * r_ij p_j)² over all pairs, found by the fixed-point iteration of Wu, Lin and Weng, "Probability
 * estimates for multi-class classification by pairwise coupling" (2004), algorithm 2. It stops
 * early on purpose, just when LIBSVM does: the result depends on it.
 */
final class PairCoupling {
  private static final double SMALLEST = 1e-7;
  private static final int ROUNDS = 100;

  private PairCoupling() {}

  /** The probability that a pair is won at this score: 1 / (1 + e^(slope score + offset)). */
  static double platt(double score, double slope, double offset) {
    double power = score * slope + offset;
    double won = power >= 0 ? Math.exp(-power) / (1 + Math.exp(-power)) : 1 / (1 + Math.exp(power));
    return Math.min(Math.max(won, SMALLEST), 1 - SMALLEST);
  }

  /** The probabilities [K] when class i beats class j with {@code wins[i][j]}. */
  static double[] couple(double[][] wins) {
    int classes = wins.length;
    double[][] form = quadraticForm(wins);
    double[] p = new double[classes];
    Arrays.fill(p, 1.0 / classes);
    double[] slope = new double[classes];
    double close = 0.005 / classes;
    for (int round = 0; round < Math.max(ROUNDS, classes); round++) {
      double value = 0;
      for (int i = 0; i < classes; i++) {
        slope[i] = LinearKernel.dot(form[i], 0, p, 0, classes);
        value += p[i] * slope[i];
      }
      if (farthest(slope, value) < close) {
        return p;
      }
      sweep(form, p, slope, value);
    }
    return p;
  }

  private static double[][] quadraticForm(double[][] wins) {
    int classes = wins.length;
    double[][] form = new double[classes][classes];
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        if (i != j) {
          form[i][i] += wins[j][i] * wins[j][i];
          form[i][j] = -wins[j][i] * wins[i][j];
        }
      }
    }
    return form;
  }

  private static double farthest(double[] slope, double value) {
    double farthest = 0;
    for (double each : slope) {
      farthest = Math.max(farthest, Math.abs(each - value));
    }
    return farthest;
  }

  private static void sweep(double[][] form, double[] p, double[] slope, double start) {
    double value = start;
    for (int i = 0; i < p.length; i++) {
      double step = (value - slope[i]) / form[i][i];
      double grown = 1 + step;
      p[i] += step;
      value = (value + step * (step * form[i][i] + 2 * slope[i])) / grown / grown;
      for (int j = 0; j < p.length; j++) {
        slope[j] = (slope[j] + step * form[i][j]) / grown;
        p[j] /= grown;
      }
    }
  }
}
