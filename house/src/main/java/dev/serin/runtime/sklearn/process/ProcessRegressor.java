package dev.serin.runtime.sklearn.process;

import dev.serin.kernel.LinearKernel;
import dev.serin.kernel.Square;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.Arrays;

/**
 * Numbers of a Gaussian process: means, and deviations on request. {@code weights} [targets, rows];
 * the targets were shifted and scaled before the fit.
 */
record ProcessRegressor(Points points, double[] weights, double[] shift, double[] scale) {

  static Estimator of(Attributes state, Workshop workshop) {
    Points points = Points.of(state, workshop);
    int rows = points.kept().rows();
    int[] shape = state.array("alpha_").shape();
    Matrix alpha = state.matrix("alpha_");
    boolean flat = shape.length == 1;
    int targets = flat ? 1 : alpha.columns();
    if (alpha.values().length != (long) rows * targets || targets == 0) {
      throw state.corrupt("has weights alpha_ of other rows than X_train_");
    }
    double[] weights = Square.turned(alpha.values(), rows, targets);
    ProcessRegressor process =
        new ProcessRegressor(
            points,
            weights,
            state.has("_y_train_mean") ? spread(state, "_y_train_mean", targets) : even(targets, 0),
            state.has("_y_train_std") ? spread(state, "_y_train_std", targets) : even(targets, 1));
    boolean squeezed = flat || targets == 1 && !state.release().before(1, 1);
    int outputs = squeezed ? 0 : targets;
    Computed<Matrix> made =
        Computed.of(state.name(), state.width(points.kept().columns()))
            .predict(outputs, process::means);
    boolean plain = !state.has("_y_train_std"); // until 0.22, one deviation for all targets
    if (plain) {
      made.flat(Method.PREDICT_STD, given -> process.deviations(given).copy(0));
    } else if (squeezed || !state.release().before(1, 0)) {
      Form form = outputs == 0 ? Form.flat(DataType.FP64) : Form.wide(DataType.FP64, outputs);
      made.numbers(Method.PREDICT_STD, form, process::deviations);
    }
    return made.made();
  }

  private static double[] spread(Attributes state, String attribute, int targets) {
    return single(state, attribute)
        ? even(targets, state.real(attribute))
        : state.vector(attribute, targets);
  }

  private static boolean single(Attributes state, String attribute) {
    return !(state.node(attribute) instanceof Node.Array array) || array.value().size() == 1;
  }

  private static double[] even(int targets, double value) {
    double[] values = new double[targets];
    Arrays.fill(values, value);
    return values;
  }

  private double[] means(Matrix rows) {
    int targets = shift.length;
    int count = points.kept().rows();
    double[] means = new double[rows.rows() * targets];
    for (int row = 0; row < rows.rows(); row++) {
      double[] reach = points.reach(rows, row);
      for (int target = 0; target < targets; target++) {
        double mean = LinearKernel.dot(weights, target * count, reach, 0, count);
        means[row * targets + target] = scale[target] * mean + shift[target];
      }
    }
    return means;
  }

  private Matrix deviations(Matrix rows) {
    Matrix deviations = Matrix.zeros(rows.rows(), scale.length);
    for (int row = 0; row < rows.rows(); row++) {
      double variance = points.variance(rows, row, points.reach(rows, row));
      for (int target = 0; target < scale.length; target++) {
        deviations.values()[row * scale.length + target] =
            Math.sqrt(Math.max(0, variance) * (scale[target] * scale[target]));
      }
    }
    return deviations;
  }
}
