package dev.serin.runtime.sklearn.meta.selection;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How much each column counts for a fitted estimator: its weights, or what its trees gained. */
final class Importances {
  private static final String WEIGHTS = "coef_";
  private static final String GAINS = "feature_importances_";

  private Importances() {}

  /** The importances by the rule of this selector; weights of several outputs by their norm. */
  static double[] of(Attributes selector, Attributes estimator) {
    String path = selector.has("importance_getter") ? selector.text("importance_getter") : "auto";
    if (path.equals("auto")) {
      return auto(selector, estimator);
    }
    Attributes at = estimator;
    String[] names = path.split("\\.", 64);
    for (int i = 0; i < names.length - 1; i++) {
      at = names[i].equals("named_steps") ? step(at, names[++i]) : at.inner(names[i]);
    }
    String last = names[names.length - 1];
    return switch (last) {
      case WEIGHTS -> norms(selector, weights(at));
      case GAINS -> gains(at);
      default -> norms(selector, at.matrix(last));
    };
  }

  private static double[] auto(Attributes selector, Attributes estimator) {
    boolean weighted =
        estimator.has(WEIGHTS) || estimator.has("dual_coef_") && estimator.has("kernel");
    return weighted ? norms(selector, weights(estimator)) : gains(estimator);
  }

  private static Attributes step(Attributes pipeline, String name) {
    for (Node node : pipeline.items("steps")) {
      List<Node> pair = pipeline.items("steps", node);
      if (pair.size() == 2 && pair.get(0) instanceof Node.Text(String text) && text.equals(name)) {
        return pipeline.inner("steps." + name, pair.get(1));
      }
    }
    throw pipeline.corrupt("has no step '" + name + "'");
  }

  private static Matrix weights(Attributes estimator) {
    return estimator.has(WEIGHTS) ? estimator.matrix(WEIGHTS) : machine(estimator);
  }

  /** The weights of a linear support vector machine: its vectors, weighted, for each pair. */
  private static Matrix machine(Attributes machine) {
    machine.choice("kernel", "rbf", "linear");
    Matrix vectors = machine.matrix("support_vectors_");
    Matrix duals = machine.matrix("dual_coef_");
    if (duals.columns() != vectors.rows()) {
      throw machine.corrupt("has " + duals.columns() + " weights of vectors");
    }
    String counts = machine.either("_n_support", "n_support_");
    int[] ends = new int[duals.rows() + 2];
    long[] counted = duals.rows() == 1 ? new long[0] : machine.array(counts).longs();
    if (duals.rows() == 1) {
      return summed(List.of(new Part(0, 0, vectors.rows())), duals, vectors);
    }
    if (counted.length != duals.rows() + 1
        || Arrays.stream(counted).anyMatch(n -> n < 0)
        || Arrays.stream(counted).sum() != vectors.rows()) {
      throw machine.corrupt("counts its vectors otherwise than it has them");
    }
    for (int k = 0; k < counted.length; k++) {
      ends[k + 1] = ends[k] + (int) counted[k];
    }
    List<Matrix> rows = new ArrayList<>();
    for (int i = 0; i < counted.length; i++) {
      for (int j = i + 1; j < counted.length; j++) {
        rows.add(
            summed(
                List.of(new Part(j - 1, ends[i], ends[i + 1]), new Part(i, ends[j], ends[j + 1])),
                duals,
                vectors));
      }
    }
    double[] all = rows.stream().flatMapToDouble(row -> Arrays.stream(row.values())).toArray();
    return new Matrix(rows.size(), vectors.columns(), all);
  }

  private record Part(int dual, int from, int to) {}

  private static Matrix summed(List<Part> parts, Matrix duals, Matrix vectors) {
    Matrix sum = Matrix.zeros(1, vectors.columns());
    for (Part part : parts) {
      for (int v = part.from; v < part.to; v++) {
        for (int c = 0; c < vectors.columns(); c++) {
          sum.values()[c] += duals.at(part.dual, v) * vectors.at(v, c);
        }
      }
    }
    return sum;
  }

  private static double[] norms(Attributes selector, Matrix weights) {
    double order = selector.real("norm_order", 1);
    double[] norms = new double[weights.columns()];
    for (int c = 0; c < norms.length; c++) {
      double[] column = Arrays.stream(weights.copy(c)).map(Math::abs).toArray();
      norms[c] = column.length == 1 ? column[0] : norm(column, order);
    }
    return norms;
  }

  private static double norm(double[] sizes, double order) {
    if (order == Double.POSITIVE_INFINITY) {
      return Arrays.stream(sizes).max().orElse(0);
    }
    if (order == Double.NEGATIVE_INFINITY) {
      return Arrays.stream(sizes).min().orElse(0);
    }
    double sum = 0;
    for (double size : sizes) {
      sum += order == 1 ? size : order == 2 ? size * size : Math.pow(size, order);
    }
    return order == 1 ? sum : order == 2 ? Math.sqrt(sum) : Math.pow(sum, 1 / order);
  }

  /** {@code feature_importances_}, which the library computes from the trees when it is asked. */
  private static double[] gains(Attributes estimator) {
    if (estimator.has(GAINS)) {
      return estimator.vector(GAINS);
    }
    String name = estimator.name();
    if (estimator.has("tree_")) {
      return TreeGains.of(estimator).shares();
    }
    if (name.startsWith("GradientBoosting")) {
      return TreeGains.ofBoosting(estimator);
    }
    if (name.startsWith("RandomForest") || name.startsWith("ExtraTrees")) {
      return TreeGains.ofForest(estimator);
    }
    if (name.startsWith("AdaBoost")) {
      return TreeGains.ofVotes(estimator);
    }
    throw estimator.unsupported("it has neither coef_ nor importances that are known here");
  }
}
