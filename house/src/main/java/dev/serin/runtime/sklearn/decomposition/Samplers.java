package dev.serin.runtime.sklearn.decomposition;

import dev.serin.kernel.LinearKernel;
import dev.serin.kernel.Square;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.tensor.DataType;

/** Columns whose inner products are near to a kernel: cosines of random sums, or samples of it. */
final class Samplers {
  private Samplers() {}

  /** Random Fourier features of the Gaussian kernel. */
  static Estimator gaussian(Attributes state) {
    LinearKernel sums = sums(state);
    return Computed.of(state.name(), state.width(sums.features()))
        .transform(sums.outputs(), rows -> cosines(sums, rows.values(), rows.rows()))
        .made();
  }

  /** The same over logarithms, for the skewed chi-squared kernel. */
  static Estimator skewed(Attributes state) {
    LinearKernel sums = sums(state);
    double skew = state.real("skewedness");
    return Computed.of(state.name(), state.width(sums.features()))
        .transform(sums.outputs(), rows -> cosines(sums, logarithms(rows, skew), rows.rows()))
        .made();
  }

  private static LinearKernel sums(Attributes state) {
    Matrix weights = state.matrix("random_weights_");
    double[] offsets = state.vector("random_offset_", weights.columns());
    double[] turned = Square.turned(weights.values(), weights.rows(), weights.columns());
    return new LinearKernel(turned, offsets, state.place());
  }

  private static double[] cosines(LinearKernel sums, double[] x, int rows) {
    double[] values = sums.apply(x, rows);
    double scale = Math.sqrt(2.0 / sums.outputs());
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.cos(values[i]) * scale;
    }
    return values;
  }

  private static double[] logarithms(Matrix rows, double skew) {
    double[] values = new double[rows.values().length];
    for (int i = 0; i < values.length; i++) {
      double cell = rows.values()[i];
      if (cell <= -skew) {
        throw Rows.invalid("TOO_SMALL", "the rows hold " + cell + ", not above " + -skew);
      }
      values[i] = Math.log(cell + skew);
    }
    return values;
  }

  /** Samples of the additive chi-squared kernel: each column becomes 2 · steps - 1. */
  static Estimator additive(Attributes state) {
    int steps = state.whole("sample_steps", 2);
    String attribute = state.either("sample_interval_", "sample_interval");
    if (steps < 1 || steps > 1_000 || steps > 3 && !state.has(attribute)) {
      throw state.unsupported("sample_steps is " + steps + " without sample_interval");
    }
    double interval = state.real(attribute, steps == 1 ? 0.8 : steps == 2 ? 0.5 : 0.4);
    int width = state.width();
    int outputs = width == Estimator.ANY ? Estimator.ANY : width * (2 * steps - 1);
    return Computed.of(state.name(), width)
        .numbers(
            Method.TRANSFORM,
            Form.wide(DataType.FP64, outputs),
            rows -> sampled(rows, steps, interval))
        .made();
  }

  private static Matrix sampled(Matrix rows, int steps, double interval) {
    int width = rows.columns();
    Matrix sampled = Matrix.zeros(rows.rows(), width * (2 * steps - 1));
    for (int i = 0; i < rows.values().length; i++) {
      double cell = rows.values()[i];
      if (cell < 0) {
        throw Rows.invalid("NEGATIVE", "the rows hold " + cell + ", below zero");
      }
      if (cell == 0) {
        continue;
      }
      double[] to = sampled.values();
      int at = i / width * sampled.columns() + i % width;
      to[at] = Math.sqrt(cell * interval);
      double angle = interval * Math.log(cell);
      for (int step = 1; step < steps; step++) {
        double size = Math.sqrt(2 * cell * interval / Math.cosh(Math.PI * step * interval));
        to[at + (2 * step - 1) * width] = size * Math.cos(step * angle);
        to[at + 2 * step * width] = size * Math.sin(step * angle);
      }
    }
    return sampled;
  }
}
