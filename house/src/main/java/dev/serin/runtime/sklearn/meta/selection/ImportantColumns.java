package dev.serin.runtime.sklearn.meta.selection;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * {@code SelectFromModel}: the columns whose importance reaches a threshold, at most so many. The
 * fit keeps no list of them: they are found again as the original does at each call.
 */
final class ImportantColumns {
  private static final double LASSO = 1e-5;

  private ImportantColumns() {}

  static Estimator of(Attributes state) {
    Attributes estimator = state.inner(state.either("estimator_", "estimator"));
    double[] scores = Importances.of(state, estimator);
    double threshold = threshold(state, estimator, scores);
    boolean[] mask = most(state, scores);
    for (int c = 0; c < mask.length; c++) {
      mask[c] &= !(scores[c] < threshold);
    }
    return KeptColumns.of(state, mask);
  }

  private static boolean[] most(Attributes state, double[] scores) {
    boolean[] mask = new boolean[scores.length];
    if (!state.has("max_features")) {
      Arrays.fill(mask, true);
      return mask;
    }
    int most = state.whole(state.either("max_features_", "max_features"));
    IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -scores[c]))
        .limit(Math.max(most, 0))
        .forEach(c -> mask[c] = true);
    return mask;
  }

  private static double threshold(Attributes state, Attributes estimator, double[] scores) {
    if (!state.has("threshold")) {
      return sparse(estimator) ? LASSO : mean(scores);
    }
    if (!(state.node("threshold") instanceof Node.Text(String text))) {
      return state.real("threshold");
    }
    int times = text.indexOf('*');
    double scale = times < 0 ? 1 : number(state, text.substring(0, times).strip());
    return switch (text.substring(times + 1).strip().toLowerCase(Locale.ROOT)) {
      case "mean" -> scale * mean(scores);
      case "median" -> scale * median(scores);
      default -> throw state.unsupported("threshold is '" + text + "'");
    };
  }

  private static double number(Attributes state, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      throw state.unsupported("threshold is a multiple '" + text + "', which is no number");
    }
  }

  private static double mean(double[] scores) {
    return Arrays.stream(scores).sum() / scores.length;
  }

  private static double median(double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Whether its penalty sets weights to zero; which classes count changed with 1.1 and 1.8. */
  private static boolean sparse(Attributes estimator) {
    String name = estimator.name();
    boolean l1 =
        estimator
            .optional("penalty")
            .map(node -> node instanceof Node.Text(String text) && text.equals("l1"))
            .orElse(false);
    boolean ratio =
        switch (name) {
          case "ElasticNet" -> !estimator.release().before(1, 1) && all(estimator, "l1_ratio");
          case "ElasticNetCV" ->
              !estimator.release().before(1, 1)
                  && all(estimator, estimator.release().before(1, 7) ? "l1_ratio" : "l1_ratio_");
          case "LogisticRegression" ->
              !estimator.release().before(1, 8) && all(estimator, "l1_ratio");
          case "LogisticRegressionCV" ->
              !estimator.release().before(1, 8) && all(estimator, "l1_ratio_");
          default -> false;
        };
    return l1 || name.contains("Lasso") || ratio;
  }

  private static boolean all(Attributes estimator, String attribute) {
    if (!estimator.has(attribute)) {
      return false;
    }
    double[] ratios =
        estimator.node(attribute) instanceof Node.Array array
            ? array.value().doubles()
            : new double[] {estimator.real(attribute)};
    return Arrays.stream(ratios).allMatch(ratio -> Math.abs(ratio - 1) <= 1e-8 + 1e-5);
  }
}
