package dev.serin.runtime.sklearn.meta.calibration;

import dev.serin.kernel.Links;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;

/** How a score becomes the probability of its class. */
@FunctionalInterface
interface Calibrator {
  /** The probability at this score. */
  double at(double score);

  /** A sigmoid or an isotonic calibrator. */
  static Calibrator of(Attributes owner, String where, Node node) {
    Attributes state = owner.inner(where, node);
    return switch (state.name()) {
      case "_SigmoidCalibration" -> {
        double slope = state.real("a_");
        double offset = state.real("b_");
        yield score -> Links.expit(-(slope * score + offset));
      }
      case "IsotonicRegression" -> IsotonicLine.of(state)::at;
      default -> throw state.unsupported("it is not a known calibrator");
    };
  }

  /**
   * Temperature scaling: softmax of the scores times {@code inverse}. Rows of probabilities (all
   * between 0 and 1, and each row adding up to 1) count by their logarithm.
   */
  static Matrix scaled(Matrix scores, double inverse) {
    Matrix logits = scores.columns() == 1 ? mirrored(scores) : logits(scores);
    double[] values = logits.values();
    for (int i = 0; i < values.length; i++) {
      values[i] *= inverse;
    }
    Links.softmax(values, logits.columns());
    return logits;
  }

  private static Matrix mirrored(Matrix scores) {
    Matrix both = Matrix.zeros(scores.rows(), 2);
    for (int r = 0; r < scores.rows(); r++) {
      both.values()[2 * r] = -scores.values()[r];
      both.values()[2 * r + 1] = scores.values()[r];
    }
    return both;
  }

  private static Matrix logits(Matrix scores) {
    Matrix logits = new Matrix(scores.rows(), scores.columns(), scores.values().clone());
    if (!probabilities(scores)) {
      return logits;
    }
    for (int i = 0; i < logits.values().length; i++) {
      logits.values()[i] = Math.log(logits.values()[i] + 1e-12);
    }
    return logits;
  }

  private static boolean probabilities(Matrix scores) {
    for (int r = 0; r < scores.rows(); r++) {
      double sum = 0;
      for (int c = 0; c < scores.columns(); c++) {
        double cell = scores.at(r, c);
        if (!(cell >= 0 && cell <= 1)) {
          return false;
        }
        sum += cell;
      }
      if (!(Math.abs(sum - 1) <= 1e-8 + 1e-5)) {
        return false;
      }
    }
    return true;
  }
}
