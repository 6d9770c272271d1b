package dev.serin.serving.trial;

import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.util.Arrays;
import java.util.List;

/**
 * Whether two answers to the same inputs are different predictions: texts and whole numbers that
 * are not equal, rows of floats whose largest is another one, single numbers that differ by more
 * than one percent.
 */
final class Differences {
  private static final double CLOSE = 0.01;
  private static final int WIDEST = 1_000; // beyond it, a row is no list of classes

  private Differences() {}

  /** Whether any output differs. */
  static boolean between(List<Tensor> some, List<Tensor> others) {
    if (some.size() != others.size()) {
      return true;
    }
    for (int i = 0; i < some.size(); i++) {
      if (differ(some.get(i), others.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean differ(Tensor one, Tensor other) {
    if (!Arrays.equals(one.shape(), other.shape()) || one.type() != other.type()) {
      return true;
    }
    return switch (one.values()) {
      case Values.Texts _, Values.Longs _ -> !one.equals(other);
      case Values.Doubles _, Values.Floats _ -> differ(one.doubles(), other.doubles(), width(one));
    };
  }

  private static int width(Tensor tensor) {
    long[] shape = tensor.shape();
    boolean classes = shape.length == 2 && shape[1] >= 2 && shape[1] <= WIDEST;
    return classes ? (int) shape[1] : 1;
  }

  private static boolean differ(double[] some, double[] others, int width) {
    for (int row = 0; row < some.length; row += width) {
      boolean same =
          width == 1
              ? close(some[row], others[row])
              : largest(some, row, width) == largest(others, row, width);
      if (!same) {
        return true;
      }
    }
    return false;
  }

  private static boolean close(double one, double other) {
    return Double.compare(one, other) == 0
        || Math.abs(one - other) <= CLOSE * Math.max(Math.abs(one), Math.abs(other));
  }

  private static int largest(double[] values, int from, int width) {
    int best = from;
    for (int at = from + 1; at < from + width; at++) {
      if (values[at] > values[best]) {
        best = at;
      }
    }
    return best;
  }
}
