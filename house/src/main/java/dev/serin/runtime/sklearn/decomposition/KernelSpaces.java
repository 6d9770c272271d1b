package dev.serin.runtime.sklearn.decomposition;

import dev.serin.kernel.Projection;
import dev.serin.kernel.pairs.Centring;
import dev.serin.kernel.pairs.Likeness;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Dense;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Likenesses;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Workshop;

/** Transformers over the likeness of a row to training rows. */
final class KernelSpaces {
  private KernelSpaces() {}

  /** Kernel principal components; with 'precomputed' the rows are the likeness itself. */
  static Estimator principal(Attributes state, Workshop workshop) {
    Centring centring = Likenesses.centring(state);
    if (state.text("kernel").equals("precomputed")) {
      return Computed.of(state.name(), centring.count())
          .transform(centring.outputs(), rows -> centring.projected(rows.values().clone()))
          .made();
    }
    Matrix kept = Dense.of(state, "X_fit_");
    workshop.warn(state.place() + " holds all " + kept.rows() + " of its training rows");
    if (kept.rows() != centring.count()) {
      throw state.corrupt("has " + kept.rows() + " training rows of " + centring.count());
    }
    Likeness likeness = Likenesses.of(state, state.either("gamma_", "gamma"), kept.columns());
    return Computed.of(state.name(), state.width(kept.columns()))
        .transform(
            centring.outputs(),
            rows -> centring.projected(likeness(likeness, rows, kept, state.name())))
        .made();
  }

  /** Rows of likeness, centred. */
  static Estimator centerer(Attributes state, Workshop workshop) {
    double[] means = state.vector("K_fit_rows_");
    Centring centring = new Centring(means, state.real("K_fit_all_"), new double[0], state.place());
    return Computed.of(state.name(), state.width(means.length))
        .transform(
            workshop.checkedWidth(state.place(), means.length),
            rows -> centring.centred(rows.values().clone()))
        .made();
  }

  /** Nyström's approximation by the likeness to some training rows. */
  static Estimator nystroem(Attributes state, Workshop workshop) {
    Matrix kept = Dense.of(state, "components_");
    workshop.warn(state.place() + " holds " + kept.rows() + " of its training rows");
    Matrix axes = state.matrix("normalization_");
    Projection projection =
        new Projection(new double[0], new double[0], axes.values(), kept.rows(), state.place());
    if (axes.columns() != kept.rows()) {
      throw state.corrupt("has " + kept.rows() + " rows of " + axes.columns());
    }
    Likeness likeness = Likenesses.of(state, "gamma", kept.columns());
    return Computed.of(state.name(), state.width(kept.columns()))
        .transform(
            axes.rows(), rows -> projection.apply(likeness(likeness, rows, kept, state.name())))
        .made();
  }

  private static double[] likeness(Likeness likeness, Matrix rows, Matrix kept, String name) {
    Matrix checked = Likenesses.checked(likeness, rows, name);
    return likeness.matrix(checked.values(), kept.values(), kept.columns());
  }
}
