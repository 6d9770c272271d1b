package dev.serin.runtime.sklearn.decomposition;

import dev.serin.kernel.LinearKernel;
import dev.serin.kernel.Square;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import java.util.Optional;

/** The normal density whose covariance a fit of components or factors stands for. */
record Likelihood(double[] mean, double[] precision, double constant) {

  /** Of principal components: what they do not hold is even noise. */
  static Optional<Likelihood> ofComponents(Attributes state, Matrix axes) {
    int width = axes.columns();
    double[] variances = state.vector("explained_variance_", axes.rows());
    double noise = state.real("noise_variance_", 0);
    boolean whitened = state.flag("whiten", false);
    double[] weighed = axes.values().clone();
    for (int i = 0; i < weighed.length; i++) {
      double variance = variances[i / width];
      // The library scales whitened components by their deviations although they are not scaled.
      weighed[i] *= Math.max(variance - noise, 0) * (whitened ? variance : 1);
    }
    double[] covariance =
        Square.product(Square.turned(axes.values(), axes.rows(), width), weighed, axes.rows());
    for (int i = 0; i < width; i++) {
      covariance[i * width + i] += noise;
    }
    return of(state, covariance, width);
  }

  /** Of latent factors: each column has a noise of its own. */
  static Optional<Likelihood> ofFactors(Attributes state, Matrix loads, double[] noise) {
    int width = loads.columns();
    double[] covariance =
        Square.product(
            Square.turned(loads.values(), loads.rows(), width), loads.values(), loads.rows());
    for (int i = 0; i < width; i++) {
      covariance[i * width + i] += noise[i];
    }
    return of(state, covariance, width);
  }

  private static Optional<Likelihood> of(Attributes state, double[] covariance, int width) {
    double[] mean = state.has("mean_") ? state.vector("mean_", width) : new double[width];
    double volume = Square.logDeterminant(covariance, width);
    double constant = -0.5 * (width * Math.log(2 * Math.PI) + volume);
    return Double.isFinite(volume)
        ? Square.inverse(covariance, width).map(found -> new Likelihood(mean, found, constant))
        : Optional.empty();
  }

  double[] logs(Matrix rows) {
    int width = mean.length;
    double[] logs = new double[rows.rows()];
    double[] gap = new double[width];
    for (int row = 0; row < logs.length; row++) {
      for (int i = 0; i < width; i++) {
        gap[i] = rows.at(row, i) - mean[i];
      }
      double sum = 0;
      for (int i = 0; i < width; i++) {
        sum += gap[i] * LinearKernel.dot(precision, i * width, gap, 0, width);
      }
      logs[row] = -0.5 * sum + constant;
    }
    return logs;
  }
}
