package dev.serin.kernel;

/** The links between raw scores and probabilities or means, as NumPy and SciPy compute them. */
public final class Links {
  private Links() {}

  /** The logistic function 1 / (1 + e^-x): 0 and 1 far out, NaN for NaN. */
  public static double expit(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** The inverse of {@link #expit}: log(p / (1 - p)); near one half by differences of log1p. */
  public static double logit(double p) {
    if (p < 0.3 || p > 0.65) {
      return Math.log(p / (1 - p));
    }
    double twice = 2 * (p - 0.5);
    return Math.log1p(twice) - Math.log1p(-twice);
  }

  /** Applies {@link #expit} to each number in place. */
  public static double[] expit(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = expit(values[i]);
    }
    return values;
  }

  /** Applies the exponential function to each number in place. */
  public static double[] exp(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(values[i]);
    }
    return values;
  }

  /**
   * Turns each row of {@code width} scores into probabilities in place: the largest is taken off
   * before the exponential, so nothing overflows.
   */
  public static double[] softmax(double[] scores, int width) {
    for (int from = 0; from < scores.length; from += width) {
      double largest = scores[from];
      for (int i = from + 1; i < from + width; i++) {
        largest = Math.max(largest, scores[i]);
      }
      double sum = 0;
      for (int i = from; i < from + width; i++) {
        scores[i] = Math.exp(scores[i] - largest);
        sum += scores[i];
      }
      for (int i = from; i < from + width; i++) {
        scores[i] /= sum;
      }
    }
    return scores;
  }

  /**
   * Turns each row of {@code width} logarithms into probabilities in place by taking off the
   * logarithm of their sum: a row of nothing but -infinity becomes NaN.
   */
  public static double[] normalised(double[] logs, int width) {
    for (int from = 0; from < logs.length; from += width) {
      double largest = logs[from];
      for (int i = from + 1; i < from + width; i++) {
        largest = Math.max(largest, logs[i]);
      }
      double base = Double.isFinite(largest) ? largest : 0;
      double sum = 0;
      for (int i = from; i < from + width; i++) {
        sum += Math.exp(logs[i] - base);
      }
      double all = Math.log(sum) + base;
      for (int i = from; i < from + width; i++) {
        logs[i] = Math.exp(logs[i] - all);
      }
    }
    return logs;
  }

  /** Divides each row of {@code width} numbers by its sum in place; 0 / 0 is NaN. */
  public static double[] shares(double[] values, int width) {
    for (int from = 0; from < values.length; from += width) {
      double sum = 0;
      for (int i = from; i < from + width; i++) {
        sum += values[i];
      }
      for (int i = from; i < from + width; i++) {
        values[i] /= sum;
      }
    }
    return values;
  }

  /** Turns scores p of the second class into rows of two probabilities 1 - p, p. */
  public static double[] paired(double[] second) {
    double[] both = new double[2 * second.length];
    for (int i = 0; i < second.length; i++) {
      both[2 * i] = 1 - second[i];
      both[2 * i + 1] = second[i];
    }
    return both;
  }

  /** The place of the first largest of {@code width} numbers, or of the first NaN. */
  public static int largest(double[] values, int from, int width) {
    int best = from;
    for (int i = from; i < from + width; i++) {
      if (Double.isNaN(values[i])) {
        return i - from;
      }
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best - from;
  }
}
