package dev.serin.runtime.sklearn;

import dev.serin.kernel.Square;
import dev.serin.kernel.pairs.Centring;
import dev.serin.kernel.pairs.Likeness;
import dev.serin.reader.Node;
import java.util.List;
import java.util.Set;

/** The kernels that scikit-learn names, with the parameters that stand in an estimator. */
public final class Likenesses {
  private static final Set<String> PARAMETERS = Set.of("gamma", "degree", "coef0");

  private final Attributes state;
  private final String gamma;

  private Likenesses(Attributes state, String gamma) {
    this.state = state;
    this.gamma = gamma;
  }

  /**
   * The kernel of an estimator over rows of {@code width} numbers.
   *
   * @param gamma the attribute that holds the gamma of the fit
   */
  public static Likeness of(Attributes state, String gamma, int width) {
    return named(state, "kernel", gamma, width);
  }

  /** As {@link #of}, the kernel named by another attribute. */
  public static Likeness named(Attributes state, String attribute, String gamma, int width) {
    return new Likenesses(state, gamma).made(state.text(attribute), width);
  }

  private Likeness made(String kernel, int width) {
    double even = 1.0 / width;
    return switch (kernel) {
      case "linear" -> new Likeness.Linear();
      case "rbf" -> new Likeness.Gaussian(parameter(gamma, "gamma", even));
      case "laplacian" -> new Likeness.Laplacian(parameter(gamma, "gamma", even));
      case "poly", "polynomial" ->
          new Likeness.Polynomial(
              parameter(gamma, "gamma", even),
              parameter("coef0", "coef0", 1),
              parameter("degree", "degree", 3));
      case "sigmoid" ->
          new Likeness.Sigmoid(parameter(gamma, "gamma", even), parameter("coef0", "coef0", 1));
      case "cosine" -> new Likeness.Cosine();
      case "chi2" -> new Likeness.ChiSquared(parameter(gamma, "gamma", 1), true);
      case "additive_chi2" -> new Likeness.ChiSquared(1, false);
      default ->
          throw state.unsupported(
              "kernel is '"
                  + kernel
                  + "', known are linear, rbf, laplacian, poly, polynomial, sigmoid, cosine, chi2, "
                  + "additive_chi2");
    };
  }

  private double parameter(String attribute, String key, double otherwise) {
    if (state.has(attribute)) {
      return state.real(attribute);
    }
    Node given = state.optional("kernel_params").orElse(Node.NONE);
    if (given instanceof Node.DictNode dict) {
      dict.entries().forEach(this::known);
      return dict.value(key)
          .filter(node -> !(node instanceof Node.None))
          .map(node -> state.real("kernel_params." + key, node))
          .orElse(otherwise);
    }
    return otherwise;
  }

  private void known(Node.Entry entry) {
    if (!(entry.key() instanceof Node.Text(String key)) || !PARAMETERS.contains(key)) {
      throw state.unsupported("kernel_params are not among " + List.copyOf(PARAMETERS));
    }
  }

  /** The fitted space of a kernel's principal components. */
  public static Centring centring(Attributes state) {
    double[] values = state.vector(state.either("eigenvalues_", "lambdas_"));
    Matrix vectors = state.matrix(state.either("eigenvectors_", "alphas_"));
    if (vectors.columns() != values.length) {
      throw state.corrupt("has " + values.length + " values of " + vectors.columns() + " vectors");
    }
    double[] axes = Square.turned(vectors.values(), vectors.rows(), vectors.columns());
    for (int i = 0; i < axes.length; i++) {
      double value = values[i / vectors.rows()];
      axes[i] = value == 0 ? 0 : axes[i] / Math.sqrt(value);
    }
    Attributes centerer = state.inner("_centerer");
    return new Centring(
        centerer.vector("K_fit_rows_", vectors.rows()),
        centerer.real("K_fit_all_"),
        axes,
        state.place());
  }

  /** Refuses rows with numbers below zero where the kernel takes none. */
  public static Matrix checked(Likeness likeness, Matrix rows, String who) {
    for (double cell : rows.values()) {
      if (likeness.countsOnly() && cell < 0) {
        throw Rows.invalid("NEGATIVE", "the rows for " + who + " hold " + cell + ", below zero");
      }
    }
    return rows;
  }
}
