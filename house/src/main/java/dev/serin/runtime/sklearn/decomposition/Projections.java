package dev.serin.runtime.sklearn.decomposition;

import dev.serin.kernel.Projection;
import dev.serin.kernel.Square;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Dense;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Workshop;

/** Transformers whose new columns are weighted sums of the old ones. */
final class Projections {
  private static final double[] NONE = {};

  private Projections() {}

  /** Principal components: centred, and of variance 1 where they are whitened. */
  static Estimator principal(Attributes state) {
    Matrix axes = state.matrix("components_");
    double[] deviations = NONE;
    if (state.flag("whiten", false)) {
      deviations = state.vector("explained_variance_", axes.rows());
      for (int i = 0; i < deviations.length; i++) {
        double deviation = Math.sqrt(deviations[i]);
        deviations[i] = state.release().before(1, 5) ? deviation : Math.max(deviation, 0x1p-52);
      }
    }
    double[] scales = deviations;
    Projection projection = projection(state, axes, mean(state, axes.columns()));
    Computed<Matrix> made =
        Computed.of(state.name(), projection.features())
            .transform(axes.rows(), rows -> divided(projection.apply(rows.values()), scales));
    if (state.name().equals("PCA")) {
      Likelihood.ofComponents(state, axes)
          .ifPresent(likelihood -> made.flat(Method.SCORE_SAMPLES, likelihood::logs));
    }
    return made.made();
  }

  private static double[] divided(double[] projected, double[] scales) {
    for (int i = 0; scales.length > 0 && i < projected.length; i++) {
      projected[i] /= scales[i % scales.length];
    }
    return projected;
  }

  /** Weighted sums of the rows as they are. */
  static Estimator plain(Attributes state) {
    return made(state, projection(state, Dense.of(state, "components_"), NONE));
  }

  /** Independent components: centred when the fit whitened. */
  static Estimator independent(Attributes state) {
    Matrix axes = state.matrix("components_");
    return made(state, projection(state, axes, mean(state, axes.columns())));
  }

  /** Latent factors: their expected values under the fitted noise. */
  static Estimator factors(Attributes state) {
    Matrix loads = state.matrix("components_");
    int count = loads.rows();
    int width = loads.columns();
    double[] noise = state.vector("noise_variance_", width);
    double[] weighed = loads.values().clone();
    for (int i = 0; i < weighed.length; i++) {
      weighed[i] /= noise[i % width];
    }
    double[] spread = Square.product(weighed, Square.turned(loads.values(), count, width), width);
    for (int i = 0; i < count; i++) {
      spread[i * count + i] += 1;
    }
    Matrix axes = new Matrix(count, width, solved(state, spread, weighed, count));
    Projection projection = projection(state, axes, mean(state, width));
    Computed<Matrix> made =
        Computed.of(state.name(), projection.features())
            .transform(count, rows -> projection.apply(rows.values()));
    Likelihood.ofFactors(state, loads, noise)
        .ifPresent(likelihood -> made.flat(Method.SCORE_SAMPLES, likelihood::logs));
    return made.made();
  }

  /** Sparse components: rows are fitted by them with a ridge penalty. */
  static Estimator sparse(Attributes state, Workshop workshop) {
    Matrix axes = state.matrix("components_");
    int count = axes.rows();
    int width = axes.columns();
    double[] spread =
        Square.product(axes.values(), Square.turned(axes.values(), count, width), width);
    for (int i = 0; i < count; i++) {
      spread[i * count + i] += state.real("ridge_alpha");
    }
    Matrix solved = new Matrix(count, width, solved(state, spread, axes.values(), count));
    boolean old = state.release().before(0, 22) && !state.flag("normalize_components", false);
    if (!old) {
      return made(state, projection(state, solved, mean(state, width)));
    }
    workshop.joint(state.place() + " divides by the length of a batch's columns, as until 0.21");
    Projection projection = projection(state, solved, NONE);
    return Computed.of(state.name(), projection.features())
        .transform(count, rows -> normalised(projection.apply(rows.values()), count))
        .made();
  }

  /** Each column divided by its length over the batch, as until 0.21. */
  private static double[] normalised(double[] projected, int columns) {
    for (int column = 0; column < columns; column++) {
      double sum = 0;
      for (int i = column; i < projected.length; i += columns) {
        sum += projected[i] * projected[i];
      }
      for (int i = column; i < projected.length; i += columns) {
        projected[i] /= sum == 0 ? 1 : Math.sqrt(sum);
      }
    }
    return projected;
  }

  private static double[] solved(Attributes state, double[] spread, double[] right, int count) {
    return Square.solved(spread, right, count)
        .orElseThrow(() -> state.corrupt("has components that depend on each other"));
  }

  private static double[] mean(Attributes state, int width) {
    return state.has("mean_") ? state.vector("mean_", width) : NONE;
  }

  private static Projection projection(Attributes state, Matrix axes, double[] mean) {
    return new Projection(mean, NONE, axes.values(), state.width(axes.columns()), state.place());
  }

  private static Estimator made(Attributes state, Projection projection) {
    return Computed.of(state.name(), projection.features())
        .transform(projection.outputs(), rows -> projection.apply(rows.values()))
        .made();
  }
}
