package dev.serin.meter.evalue;

/** Sums of numbers of which the logarithms are known, in the order in which they are given. */
final class Logs {
  private Logs() {}

  /** The logarithm of the sum. */
  static double sum(double[] logs) {
    double most = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      most = Math.max(most, log);
    }
    if (most == Double.NEGATIVE_INFINITY) {
      return most;
    }
    double sum = 0;
    for (double log : logs) {
      sum += StrictMath.exp(log - most);
    }
    return most + StrictMath.log(sum);
  }

  /** The logarithm of the mean. */
  static double mean(double[] logs) {
    return sum(logs) - StrictMath.log(logs.length);
  }
}
