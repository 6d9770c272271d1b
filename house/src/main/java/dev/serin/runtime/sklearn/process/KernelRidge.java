package dev.serin.runtime.sklearn.process;

import dev.serin.kernel.Square;
import dev.serin.kernel.pairs.Likeness;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Dense;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Likenesses;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Workshop;

/** Kernel ridge regression: the likeness to each training row, weighted and added. */
final class KernelRidge {
  private KernelRidge() {}

  static Estimator of(Attributes state, Workshop workshop) {
    Matrix kept = Dense.of(state, "X_fit_");
    workshop.warn(state.place() + " holds all " + kept.rows() + " of its training rows");
    int[] shape = state.array("dual_coef_").shape();
    double[] weights = state.matrix("dual_coef_").values();
    int outputs = shape.length == 2 ? shape[1] : 0;
    if (kept.rows() == 0 || weights.length != (long) kept.rows() * Math.max(1, outputs)) {
      throw state.corrupt("has weights dual_coef_ of other rows than X_fit_");
    }
    Likeness likeness = Likenesses.of(state, "gamma", kept.columns());
    return Computed.of(state.name(), state.width(kept.columns()))
        .predict(
            outputs,
            rows ->
                Square.product(
                    likeness.matrix(
                        Likenesses.checked(likeness, rows, state.name()).values(),
                        kept.values(),
                        kept.columns()),
                    weights,
                    kept.rows()))
        .made();
  }
}
