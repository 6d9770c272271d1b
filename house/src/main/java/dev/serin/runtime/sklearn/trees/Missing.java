package dev.serin.runtime.sklearn.trees;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Release;

/**
 * Whether a tree takes NaN, as its release decides: never before 1.3; then trees with the best
 * splitter, forests of them since 1.4, trees with random splits since 1.6; until 1.8 only for some
 * criteria and without monotonic constraints.
 */
final class Missing {
  private Missing() {}

  /** Whether {@code owner}, the tree itself or its forest, takes NaN. */
  static boolean accepted(Attributes tree, Attributes owner) {
    Release release = owner.release();
    boolean forest = tree != owner;
    if (release.before(1, 3) || forest && release.before(1, 4)) {
      return false;
    }
    boolean random = TreeState.is(tree, "splitter", "random");
    boolean extra = tree.name().startsWith("Extra");
    if ((random || extra) && release.before(1, 6) || extra && !random) {
      return false;
    }
    if (!release.before(1, 9)) {
      return true;
    }
    return !tree.has("monotonic_cst") && known(tree);
  }

  private static boolean known(Attributes tree) {
    return tree.name().endsWith("Classifier")
        ? TreeState.is(tree, "criterion", "gini", "log_loss", "entropy")
        : TreeState.is(tree, "criterion", "squared_error", "friedman_mse", "poisson");
  }
}
