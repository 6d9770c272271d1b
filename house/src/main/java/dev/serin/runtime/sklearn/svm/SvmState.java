package dev.serin.runtime.sklearn.svm;

import dev.serin.kernel.KernelFunction;
import dev.serin.kernel.PairVotes;
import dev.serin.kernel.PairwiseSvm;
import dev.serin.kernel.SupportVectors;
import dev.serin.kernel.SvmKernel;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Dense;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.PairwiseVotes;
import dev.serin.runtime.sklearn.Workshop;

/**
 * Reads the state that LIBSVM's fit left: {@code support_vectors_}, and the weights and intercepts
 * in LIBSVM's own sign ({@code _dual_coef_}, {@code _intercept_}).
 */
final class SvmState {
  private SvmState() {}

  static Estimator classifier(Attributes state, Workshop workshop) {
    Labels labels = state.labels("classes_");
    SupportVectors vectors = vectors(state, workshop);
    double[] perClass = state.vector(state.either("_n_support", "n_support_"), labels.size());
    int[] counts = new int[perClass.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (int) perClass[i];
    }
    PairwiseSvm kernel =
        new PairwiseSvm(
            vectors,
            counts,
            weights(state, labels.size() - 1, vectors),
            state.vector("_intercept_"),
            state.place());
    boolean rest = state.choice("decision_function_shape", "ovr", "ovr", "ovo").equals("ovr");
    boolean ties = state.flag("break_ties", false) && rest && labels.size() > 2;
    return new SvmClassifier(
        kernel,
        labels,
        rest && labels.size() > 2,
        ties,
        rest ? PairwiseVotes.of(state, workshop) : PairVotes.EACH,
        sigmoids(state, "_probA", "probA_", kernel.pairs()),
        sigmoids(state, "_probB", "probB_", kernel.pairs()),
        state.name());
  }

  static Estimator regressor(Attributes state, Workshop workshop) {
    return new SvmRegressor(single(state, workshop), state.name());
  }

  static Estimator oneClass(Attributes state, Workshop workshop) {
    return new SvmDetector(single(state, workshop), state.name());
  }

  private static SvmKernel single(Attributes state, Workshop workshop) {
    SupportVectors vectors = vectors(state, workshop);
    double[] weights = weights(state, 1, vectors);
    return new SvmKernel(vectors, weights, state.vector("_intercept_", 1)[0], state.place());
  }

  private static double[] weights(Attributes state, int rows, SupportVectors vectors) {
    Matrix weights = Dense.of(state, "_dual_coef_");
    if (weights.rows() != rows || weights.columns() != vectors.count()) {
      throw state.corrupt(
          "has "
              + weights.rows()
              + " × "
              + weights.columns()
              + " weights in _dual_coef_ for "
              + vectors.count()
              + " support vectors");
    }
    return weights.values();
  }

  private static SupportVectors vectors(Attributes state, Workshop workshop) {
    KernelFunction function = function(state); // before the rows: a precomputed kernel has none
    Matrix rows = Dense.of(state, "support_vectors_");
    int features = state.width(rows.columns());
    workshop.warn(state.place() + " holds " + rows.rows() + " of its training rows");
    return new SupportVectors(function, rows.values(), rows.rows(), features, state.place());
  }

  private static KernelFunction function(Attributes state) {
    double coef0 = state.real("coef0", 0);
    return switch (state.choice("kernel", "rbf", "rbf", "linear", "poly", "sigmoid")) {
      case "linear" -> new KernelFunction.Linear();
      case "poly" -> new KernelFunction.Poly(state.real("_gamma"), coef0, degree(state));
      case "sigmoid" -> new KernelFunction.Sigmoid(state.real("_gamma"), coef0);
      default -> new KernelFunction.Rbf(state.real("_gamma"));
    };
  }

  private static int degree(Attributes state) {
    double degree = state.real("degree", 3);
    if (degree < 0 || degree != (int) degree) {
      throw state.unsupported("degree is " + degree + ", known are whole numbers from 0");
    }
    return (int) degree;
  }

  /** The slopes or offsets of the pairs' sigmoids; none when it was fitted without. */
  private static double[] sigmoids(Attributes state, String attribute, String older, int pairs) {
    String fitted = state.has("_effective_probability") ? "_effective_probability" : "probability";
    String name = state.either(attribute, older);
    if (!state.flag(fitted, false) || !state.has(name)) {
      return new double[0];
    }
    double[] all = state.vector(name);
    if (all.length != 0 && all.length != pairs) {
      throw state.corrupt("has " + all.length + " sigmoids for " + pairs + " pairs of classes");
    }
    return all;
  }
}
