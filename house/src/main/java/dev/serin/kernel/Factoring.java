package dev.serin.kernel;

import java.util.Arrays;

/**
 * Fits rows [rows, features] by non-negative weights of fixed non-negative components [components,
 * features], step by step as scikit-learn does, so that stopping early gives the same numbers.
 */
public final class Factoring {
  private static final double TINY = 0x1p-23;

  private final double[] components;
  private final int count;
  private final int width;
  private final Penalty penalty;
  private final Stop stop;

  /** What weights cost: {@code l1} by their size, {@code l2} by their square. */
  public record Penalty(double l1, double l2) {}

  /** When to stop: after so many iterations, or when a step changes less than the tolerance. */
  public record Stop(int iterations, double tolerance) {}

  /**
   * Components over rows of {@code width} numbers.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT when they are not whole rows
   */
  public Factoring(double[] components, int width, Penalty penalty, Stop stop, String place) {
    if (width < 1 || components.length == 0 || components.length % width != 0) {
      throw Corrupt.at(place, components.length + " numbers are no components of width " + width);
    }
    this.components = components;
    this.width = width;
    this.count = components.length / width;
    this.penalty = penalty;
    this.stop = stop;
  }

  /** The weights [rows, components], by descent along one coordinate after the other from zero. */
  public double[] byDescent(double[] x) {
    double[] turned = Square.turned(components, count, width);
    double[] gram = Square.product(components, turned, width);
    double[] reach = Square.product(x, turned, width);
    for (int i = 0; i < count; i++) {
      gram[i * count + i] += penalty.l2;
    }
    for (int i = 0; i < reach.length; i++) {
      reach[i] -= penalty.l1;
    }
    double[] weights = new double[reach.length];
    double first = 0;
    for (int i = 0; i < stop.iterations; i++) {
      double violation = descend(weights, gram, reach);
      first = i == 0 ? violation : first;
      if (first == 0 || violation / first <= stop.tolerance) {
        break;
      }
    }
    return weights;
  }

  private double descend(double[] weights, double[] gram, double[] reach) {
    double violation = 0;
    for (int t = 0; t < count; t++) {
      double curve = gram[t * count + t];
      for (int from = 0; from < weights.length; from += count) {
        double slope = -reach[from + t];
        for (int r = 0; r < count; r++) {
          slope += gram[t * count + r] * weights[from + r];
        }
        violation += Math.abs(weights[from + t] == 0 ? Math.min(0, slope) : slope);
        if (curve != 0) {
          weights[from + t] = Math.max(weights[from + t] - slope / curve, 0);
        }
      }
    }
    return violation;
  }

  /**
   * The weights [rows, components], multiplied from an even start to lower the beta divergence.
   *
   * @param steady whether the change of the weights stops it, as for fits in batches; else the
   *     divergence, looked at every tenth time
   */
  public double[] byProducts(double[] x, double beta, boolean steady) {
    double mean = Sums.of(x, 0, x.length) / x.length;
    double[] weights = new double[x.length / width * count];
    Arrays.fill(weights, Math.sqrt(mean / count));
    double gamma = beta < 1 ? 1 / (2 - beta) : beta > 2 ? 1 / (beta - 1) : 1;
    double start = steady ? 0 : divergence(x, weights, beta);
    double last = start;
    for (int i = 1; i <= stop.iterations; i++) {
      double[] before = weights.clone();
      multiply(x, weights, beta, gamma);
      if (steady && stop.tolerance > 0 && change(before, weights) <= stop.tolerance) {
        break;
      }
      if (!steady) {
        raise(weights, beta);
        if (stop.tolerance > 0 && i % 10 == 0) {
          double error = divergence(x, weights, beta);
          if ((last - error) / start < stop.tolerance) {
            break;
          }
          last = error;
        }
      }
    }
    return weights;
  }

  private static void raise(double[] weights, double beta) {
    for (int i = 0; beta < 1 && i < weights.length; i++) {
      weights[i] = weights[i] < 0x1p-52 ? 0 : weights[i];
    }
  }

  private void multiply(double[] x, double[] weights, double beta, double gamma) {
    double[] fitted = Square.product(weights, components, count);
    double[] above = new double[fitted.length];
    double[] below = new double[fitted.length];
    for (int i = 0; i < fitted.length; i++) {
      double safe = beta < 2 ? Math.max(fitted[i], TINY) : fitted[i];
      above[i] = beta == 2 ? x[i] : x[i] * Math.pow(safe, beta - 2);
      double own = beta < 1 ? Math.max(fitted[i], TINY) : fitted[i];
      below[i] = beta == 2 ? fitted[i] : beta == 1 ? 1 : Math.pow(own, beta - 1);
    }
    double[] turned = Square.turned(components, count, width);
    double[] numerator = Square.product(above, turned, width);
    double[] denominator = Square.product(below, turned, width);
    for (int i = 0; i < weights.length; i++) {
      double divisor = denominator[i] + penalty.l1 + penalty.l2 * weights[i];
      double factor = numerator[i] / (divisor == 0 ? TINY : divisor);
      weights[i] *= gamma == 1 ? factor : Math.pow(factor, gamma);
    }
  }

  private static double change(double[] before, double[] weights) {
    double moved = 0;
    double size = 0;
    for (int i = 0; i < weights.length; i++) {
      moved += (weights[i] - before[i]) * (weights[i] - before[i]);
      size += weights[i] * weights[i];
    }
    return Math.sqrt(moved) / Math.sqrt(size);
  }

  private double divergence(double[] x, double[] weights, double beta) {
    double[] fitted = Square.product(weights, components, count);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += divergence(x[i], fitted[i], beta);
    }
    return Math.sqrt(2 * Math.max(sum, 0));
  }

  private static double divergence(double x, double fitted, double beta) {
    if (beta == 2) {
      return (x - fitted) * (x - fitted) / 2;
    }
    boolean counts = x > TINY;
    double safe = Math.max(fitted, TINY);
    if (beta == 1) {
      return (counts ? x * Math.log(x / safe) - x : -x) + fitted;
    }
    if (beta == 0) {
      return counts ? x / safe - 1 - Math.log(x / safe) : -1;
    }
    double own = counts ? Math.pow(x, beta) - beta * x * Math.pow(safe, beta - 1) : 0;
    return (own + Math.pow(fitted, beta) * (beta - 1)) / (beta * (beta - 1));
  }
}
