package dev.serin.runtime.sklearn.linear;

import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Release;
import java.util.Arrays;

/** How the probabilities of the classes follow from the sums of a linear classifier. */
enum Proba {
  /** It has no probabilities. */
  NONE {
    @Override
    Matrix of(Matrix sums) {
      throw new IllegalStateException("no probabilities");
    }
  },
  /** The logistic function of each sum; three or more classes are normalised, NaN if all are 0. */
  LOGISTIC {
    @Override
    Matrix of(Matrix sums) {
      if (sums.columns() == 1) {
        return pairs(sums, Proba::expit);
      }
      Matrix each = each(sums, Proba::expit);
      normalise(each);
      return each;
    }
  },
  /** As {@link #LOGISTIC}; a row whose numbers all vanish is even, as of 1.9. */
  LOGISTIC_OR_EVEN {
    @Override
    Matrix of(Matrix sums) {
      if (sums.columns() == 1) {
        return pairs(sums, Proba::expit);
      }
      Matrix each = each(sums, Proba::expit);
      level(each);
      normalise(each);
      return each;
    }
  },
  /** The softmax of the sums; two classes have the sums -d and d. */
  SOFTMAX {
    @Override
    Matrix of(Matrix sums) {
      Matrix logits = sums.columns() == 1 ? mirrored(sums) : each(sums, x -> x);
      softmax(logits);
      return logits;
    }
  },
  /**
   * Zhang's estimate for the modified Huber loss: the sum clipped to -1 and 1, moved to 0 and 1.
   */
  MODIFIED_HUBER {
    @Override
    Matrix of(Matrix sums) {
      if (sums.columns() == 1) {
        return pairs(sums, Proba::clipped);
      }
      Matrix each = each(sums, Proba::clipped);
      level(each);
      normalise(each);
      return each;
    }
  };

  /** The logistic probabilities of this release. */
  static Proba logistic(Release release) {
    return release.before(1, 9) ? LOGISTIC : LOGISTIC_OR_EVEN;
  }

  /** The probabilities; one column for each class. */
  abstract Matrix of(Matrix sums);

  private interface Function {
    double of(double x);
  }

  private static double expit(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double clipped(double x) {
    return (Math.clamp(x, -1.0, 1.0) + 1) / 2;
  }

  private static Matrix each(Matrix sums, Function function) {
    double[] values = new double[sums.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = function.of(sums.values()[i]);
    }
    return new Matrix(sums.rows(), sums.columns(), values);
  }

  private static Matrix pairs(Matrix sums, Function function) {
    double[] values = new double[2 * sums.rows()];
    for (int r = 0; r < sums.rows(); r++) {
      double second = function.of(sums.values()[r]);
      values[2 * r] = 1 - second;
      values[2 * r + 1] = second;
    }
    return new Matrix(sums.rows(), 2, values);
  }

  private static Matrix mirrored(Matrix sums) {
    double[] values = new double[2 * sums.rows()];
    for (int r = 0; r < sums.rows(); r++) {
      values[2 * r] = -sums.values()[r];
      values[2 * r + 1] = sums.values()[r];
    }
    return new Matrix(sums.rows(), 2, values);
  }

  private static void softmax(Matrix logits) {
    double[] values = logits.values();
    int width = logits.columns();
    for (int from = 0; from < values.length; from += width) {
      double largest = values[from];
      for (int i = from + 1; i < from + width; i++) {
        largest = Math.max(largest, values[i]);
      }
      for (int i = from; i < from + width; i++) {
        values[i] = Math.exp(values[i] - largest);
      }
    }
    normalise(logits);
  }

  /** A row without any probability gets the same for each class. */
  private static void level(Matrix matrix) {
    double[] values = matrix.values();
    int width = matrix.columns();
    for (int from = 0; from < values.length; from += width) {
      if (sum(values, from, width) == 0) {
        Arrays.fill(values, from, from + width, 1.0);
      }
    }
  }

  private static void normalise(Matrix matrix) {
    double[] values = matrix.values();
    int width = matrix.columns();
    for (int from = 0; from < values.length; from += width) {
      double sum = sum(values, from, width);
      for (int i = from; i < from + width; i++) {
        values[i] /= sum;
      }
    }
  }

  private static double sum(double[] values, int from, int width) {
    double sum = 0;
    for (int i = from; i < from + width; i++) {
      sum += values[i];
    }
    return sum;
  }
}
