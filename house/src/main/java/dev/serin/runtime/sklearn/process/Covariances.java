package dev.serin.runtime.sklearn.process;

import dev.serin.kernel.pairs.Covariance;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Likenesses;
import java.util.Set;

/** The kernels of a Gaussian process as the file nests them. */
final class Covariances {
  static final Set<String> NAMES =
      Set.of(
          "ConstantKernel",
          "WhiteKernel",
          "Sum",
          "Product",
          "Exponentiation",
          "RBF",
          "Matern",
          "RationalQuadratic",
          "ExpSineSquared",
          "DotProduct",
          "PairwiseKernel");

  private static final int DEEPEST = 64;

  private Covariances() {}

  /** The fitted kernel of this estimator over rows of {@code width} numbers. */
  static Covariance of(Attributes state, int width) {
    Covariance covariance = of(state.inner("kernel_"), width, 0);
    if (!covariance.fits(width)) {
      throw state.corrupt("has a kernel for rows of another width");
    }
    return covariance;
  }

  private static Covariance of(Attributes kernel, int width, int depth) {
    if (depth > DEEPEST) {
      throw kernel.unsupported("kernels nest deeper than " + DEEPEST);
    }
    if (!kernel.type().module().equals("sklearn.gaussian_process.kernels")) {
      throw kernel.unsupported("it is not a kernel of scikit-learn");
    }
    return switch (kernel.name()) {
      case "ConstantKernel" -> new Covariance.Constant(kernel.real("constant_value"));
      case "WhiteKernel" -> new Covariance.White(kernel.real("noise_level"));
      case "Sum" ->
          new Covariance.Sum(part(kernel, "k1", width, depth), part(kernel, "k2", width, depth));
      case "Product" ->
          new Covariance.Product(
              part(kernel, "k1", width, depth), part(kernel, "k2", width, depth));
      case "Exponentiation" ->
          new Covariance.Power(part(kernel, "kernel", width, depth), kernel.real("exponent"));
      case "RBF" -> lengths(kernel);
      case "Matern" -> new Covariance.Matern(lengths(kernel), kernel.real("nu"));
      case "RationalQuadratic" ->
          new Covariance.Rational(kernel.real("length_scale"), kernel.real("alpha"));
      case "ExpSineSquared" ->
          new Covariance.Periodic(kernel.real("length_scale"), kernel.real("periodicity"));
      case "DotProduct" -> new Covariance.Dot(kernel.real("sigma_0"));
      case "PairwiseKernel" -> alike(kernel, width);
      default -> throw kernel.unsupported("this kernel is not served");
    };
  }

  private static Covariance part(Attributes kernel, String attribute, int width, int depth) {
    return of(kernel.inner(attribute), width, depth + 1);
  }

  private static Covariance.Gaussian lengths(Attributes kernel) {
    Node given = kernel.node("length_scale");
    return new Covariance.Gaussian(
        switch (given) {
          case Node.Array array -> array.value().doubles();
          case Node.ListNode list ->
              list.items().stream()
                  .mapToDouble(item -> kernel.real("length_scale", item))
                  .toArray();
          default -> new double[] {kernel.real("length_scale")};
        });
  }

  private static Covariance alike(Attributes kernel, int width) {
    boolean more =
        kernel.optional("pairwise_kernels_kwargs").orElse(Node.NONE) instanceof Node.DictNode given
            && !given.entries().isEmpty();
    if (more) {
      throw kernel.unsupported("pairwise_kernels_kwargs are given");
    }
    return new Covariance.Alike(Likenesses.named(kernel, "metric", "gamma", width));
  }
}
