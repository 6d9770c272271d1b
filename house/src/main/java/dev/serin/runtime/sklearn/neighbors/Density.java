package dev.serin.runtime.sklearn.neighbors;

import dev.serin.kernel.Gamma;
import dev.serin.kernel.Sums;
import dev.serin.kernel.near.Tree;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Workshop;
import java.util.List;

/**
 * Kernel density: the logarithm of the mean of a bump of width {@code h} over each training row.
 * {@code weights} are the logarithms of the rows' weights, empty where all are 1.
 */
record Density(Tree tree, String kernel, double h, double[] weights, double norm) {

  static Estimator of(Attributes state, Workshop workshop) {
    Tree tree = Stored.tree(state, "tree_", new Metrics(state, "metric", "metric_params"));
    workshop.warn(state.place() + " holds all " + tree.size() + " of its training rows");
    if (state.real("atol", 0) != 0 || state.real("rtol", 0) != 0) {
      workshop.warn(state.place() + " was fitted with a tolerance; its densities are exact here");
    }
    String kernel =
        state.choice(
            "kernel",
            "gaussian",
            "gaussian",
            "tophat",
            "epanechnikov",
            "exponential",
            "linear",
            "cosine");
    double h = state.real(state.either("bandwidth_", "bandwidth"));
    double[] weights = weights(state, tree.size());
    double total = tree.size();
    if (weights.length > 0) {
      total = 0;
      for (int i = 0; i < weights.length; i++) {
        total += weights[i];
        weights[i] = Math.log(weights[i]);
      }
    }
    double norm = norm(kernel, h, tree.width()) - Math.log(total);
    Density density = new Density(tree, kernel, h, weights, norm);
    return Computed.of(state.name(), state.width(tree.width()))
        .flat(Method.SCORE_SAMPLES, density::scores)
        .made();
  }

  private static double[] weights(Attributes state, int size) {
    List<Node> parts = Stored.parts(state, "tree_");
    if (parts.size() < 13 || parts.get(12) instanceof Node.None) {
      return new double[0];
    }
    double[] weights = state.array("tree weights", parts.get(12)).doubles();
    if (weights.length != size) {
      throw state.corrupt("has " + weights.length + " weights of " + size + " rows");
    }
    return weights;
  }

  /** The logarithm of what makes a bump's volume 1 in {@code d} dimensions. */
  private static double norm(String kernel, double h, int d) {
    double factor =
        switch (kernel) {
          case "gaussian" -> 0.5 * d * Math.log(2 * Math.PI);
          case "tophat" -> ball(d);
          case "epanechnikov" -> ball(d) + Math.log(2.0 / (d + 2.0));
          case "exponential" -> sphere(d - 1) + Gamma.log(d);
          case "linear" -> ball(d) - Math.log(d + 1.0);
          default -> Math.log(cosine(d)) + sphere(d - 1);
        };
    return -factor - d * Math.log(h);
  }

  private static double cosine(int d) {
    double factor = 0;
    double term = 2 / Math.PI;
    for (int k = 1; k <= d; k += 2) {
      factor += term;
      term *= -(d - k) * (d - k - 1.0) * (2 / Math.PI) * (2 / Math.PI);
    }
    return factor;
  }

  /** The logarithm of the volume of the unit ball. */
  private static double ball(int d) {
    return 0.5 * d * Math.log(Math.PI) - Gamma.log(0.5 * d + 1);
  }

  /** The logarithm of the surface of the unit ball in one dimension more. */
  private static double sphere(int d) {
    return Math.log(2 * Math.PI) + ball(d - 1);
  }

  private double[] scores(Matrix rows) {
    double[] scores = new double[rows.rows()];
    for (int row = 0; row < scores.length; row++) {
      double[] bumps = tree.within(rows.values(), row * rows.columns(), Double.POSITIVE_INFINITY);
      for (int i = 0; i < bumps.length; i++) {
        bumps[i] = bump(bumps[i]) + (weights.length == 0 ? 0 : weights[i]);
      }
      scores[row] = Sums.logOfExp(bumps, 0, bumps.length) + norm;
    }
    return scores;
  }

  private double bump(double distance) {
    double near = distance / h;
    boolean inside = distance < h;
    return switch (kernel) {
      case "gaussian" -> -0.5 * (distance * distance) / (h * h);
      case "exponential" -> -near;
      case "tophat" -> inside ? 0 : Double.NEGATIVE_INFINITY;
      case "epanechnikov" ->
          inside ? Math.log(1.0 - (distance * distance) / (h * h)) : Double.NEGATIVE_INFINITY;
      case "linear" -> inside ? Math.log(1 - near) : Double.NEGATIVE_INFINITY;
      default -> inside ? Math.log(Math.cos(0.5 * Math.PI * near)) : Double.NEGATIVE_INFINITY;
    };
  }
}
