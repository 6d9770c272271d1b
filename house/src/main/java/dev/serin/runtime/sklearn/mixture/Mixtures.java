package dev.serin.runtime.sklearn.mixture;

import dev.serin.kernel.Gamma;
import dev.serin.kernel.Links;
import dev.serin.kernel.Mixture;
import dev.serin.kernel.Sums;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import java.util.Arrays;
import java.util.List;

/** Mixtures of normal densities: each component's density times its weight, in logarithms. */
final class Mixtures {
  private Mixtures() {}

  static Estimator plain(Attributes state) {
    double[] weights = state.vector("weights_");
    Arrays.setAll(weights, k -> Math.log(weights[k]));
    return of(state, weights);
  }

  /** The weights and the widths of the components are expected values under their posteriors. */
  static Estimator bayesian(Attributes state) {
    double[] logs = weights(state);
    double[] freedom = state.spread("degrees_of_freedom_", logs.length);
    double[] precision = state.vector("mean_precision_", logs.length);
    int width = state.matrix("means_").columns();
    for (int k = 0; k < logs.length; k++) {
      double lambda = width * Math.log(2.0);
      for (int i = 0; i < width; i++) {
        lambda += Gamma.digamma(0.5 * (freedom[k] - i));
      }
      logs[k] += 0.5 * (lambda - width / precision[k]) - 0.5 * width * Math.log(freedom[k]);
    }
    return of(state, logs);
  }

  private static double[] weights(Attributes state) {
    boolean process =
        state
            .choice(
                "weight_concentration_prior_type",
                "dirichlet_process",
                "dirichlet_process",
                "dirichlet_distribution")
            .equals("dirichlet_process");
    int components = state.matrix("means_").rows();
    if (!process) {
      double[] counts = state.vector("weight_concentration_", components);
      double all = Gamma.digamma(Sums.of(counts, 0, counts.length));
      Arrays.setAll(counts, k -> Gamma.digamma(counts[k]) - all);
      return counts;
    }
    List<Node> pair = state.items("weight_concentration_");
    if (pair.size() != 2) {
      throw state.corrupt("has " + pair.size() + " parts in weight_concentration_");
    }
    double[] first = state.array("weight_concentration_", pair.get(0)).doubles();
    double[] second = state.array("weight_concentration_", pair.get(1)).doubles();
    if (first.length != components || second.length != components) {
      throw state.corrupt("has weights of other components");
    }
    double[] logs = new double[components];
    double left = 0;
    for (int k = 0; k < components; k++) {
      double sum = Gamma.digamma(first[k] + second[k]);
      logs[k] = Gamma.digamma(first[k]) - sum + left;
      left += Gamma.digamma(second[k]) - sum;
    }
    return logs;
  }

  private static Estimator of(Attributes state, double[] weights) {
    Matrix means = state.matrix("means_");
    if (weights.length != means.rows()) {
      throw state.corrupt("has " + weights.length + " weights of " + means.rows() + " means");
    }
    int width = state.width(means.columns());
    Mixture.Shape form =
        switch (state.choice("covariance_type", "full", "full", "tied", "diag", "spherical")) {
          case "full" -> Mixture.Shape.FULL;
          case "tied" -> Mixture.Shape.TIED;
          case "diag" -> Mixture.Shape.DIAG;
          default -> Mixture.Shape.SPHERICAL;
        };
    double[] roots = state.array("precisions_cholesky_").doubles();
    Mixture mixture = new Mixture(form, means.values(), roots, means.rows(), state.place());
    return Computed.prepared(state.name(), width, rows -> weighted(mixture, rows, weights))
        .clusters(weights.length, Mixtures::best)
        .wide(Method.PREDICT_PROBA, weights.length, Mixtures::shares)
        .flat(Method.SCORE_SAMPLES, Mixtures::totals)
        .made();
  }

  private static Matrix weighted(Mixture mixture, Matrix rows, double[] weights) {
    double[] logs = mixture.logs(rows.values(), rows.rows());
    for (int i = 0; i < logs.length; i++) {
      logs[i] += weights[i % weights.length];
    }
    return new Matrix(rows.rows(), weights.length, logs);
  }

  private static int[] best(Matrix logs) {
    int[] best = new int[logs.rows()];
    Arrays.setAll(best, row -> Links.largest(logs.values(), row * logs.columns(), logs.columns()));
    return best;
  }

  private static double[] totals(Matrix logs) {
    double[] totals = new double[logs.rows()];
    Arrays.setAll(
        totals, row -> Sums.logOfExp(logs.values(), row * logs.columns(), logs.columns()));
    return totals;
  }

  private static double[] shares(Matrix logs) {
    double[] totals = totals(logs);
    double[] shares = new double[logs.values().length];
    Arrays.setAll(shares, i -> Math.exp(logs.values()[i] - totals[i / logs.columns()]));
    return shares;
  }
}
