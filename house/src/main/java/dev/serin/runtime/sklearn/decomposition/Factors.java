package dev.serin.runtime.sklearn.decomposition;

import dev.serin.kernel.Factoring;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;

/**
 * Non-negative factors: a batch is fitted by the components as at the fit, by descent along the
 * coordinates or by multiplying. When to stop is decided for the batch as a whole, so answers
 * depend, within the tolerance of the fit, on the rows that are asked about together.
 */
final class Factors {
  private static final int MOST = 100_000;

  private Factors() {}

  static Estimator whole(Attributes state) {
    String solver = state.choice("solver", "cd", "cd", "mu");
    if (solver.equals("cd") && state.flag("shuffle", false)) {
      throw state.unsupported("shuffle is True, which draws at every transform");
    }
    return made(state, solver.equals("cd"), iterations(state, "max_iter", 200));
  }

  static Estimator inBatches(Attributes state) {
    int iterations = iterations(state, "_transform_max_iter", 200);
    return made(state, false, iterations);
  }

  private static Estimator made(Attributes state, boolean descent, int iterations) {
    Matrix components = state.matrix("components_");
    int width = state.width(components.columns());
    double alpha = alpha(state, width);
    double share = state.real("l1_ratio", 0);
    Factoring factoring =
        new Factoring(
            components.values(),
            width,
            new Factoring.Penalty(alpha * share, alpha * (1.0 - share)),
            new Factoring.Stop(iterations, state.real("tol", 1e-4)),
            state.place());
    double beta = beta(state);
    boolean batches = state.name().equals("MiniBatchNMF");
    return Computed.of(state.name(), width)
        .transform(
            components.rows(),
            rows ->
                descent
                    ? factoring.byDescent(checked(rows).values())
                    : factoring.byProducts(checked(rows).values(), beta, batches))
        .made();
  }

  /** Before 1.0, and while it was only deprecated, alpha was the same for any width. */
  private static double alpha(Attributes state, int width) {
    boolean old = state.has("alpha") && !(state.node("alpha") instanceof Node.Text);
    return old ? older(state) : width * state.real("alpha_W", 0);
  }

  private static double older(Attributes state) {
    String where =
        state.choice(
            "regularization", "both", "both", "components", "transformation", "deprecated");
    boolean none = state.release().before(1, 0) && !state.release().before(0, 24);
    boolean weights = !where.equals("components") && !(none && !state.has("regularization"));
    return weights ? state.real("alpha", 0) : 0;
  }

  private static int iterations(Attributes state, String attribute, int otherwise) {
    int iterations = state.whole(attribute, otherwise);
    if (iterations < 1 || iterations > MOST) {
      throw state.unsupported(attribute + " is " + iterations);
    }
    return iterations;
  }

  private static double beta(Attributes state) {
    if (state.has("_beta_loss")) {
      return state.real("_beta_loss");
    }
    if (!(state.optional("beta_loss").orElse(Node.NONE) instanceof Node.Text)) {
      return state.real("beta_loss", 2);
    }
    return switch (state.choice(
        "beta_loss", "frobenius", "frobenius", "kullback-leibler", "itakura-saito")) {
      case "kullback-leibler" -> 1;
      case "itakura-saito" -> 0;
      default -> 2;
    };
  }

  private static Matrix checked(Matrix rows) {
    for (double cell : rows.values()) {
      if (cell < 0) {
        throw Rows.invalid("NEGATIVE", "the rows for NMF hold " + cell + ", below zero");
      }
    }
    return rows;
  }
}
