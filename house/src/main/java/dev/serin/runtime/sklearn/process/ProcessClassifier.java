package dev.serin.runtime.sklearn.process;

import dev.serin.kernel.LinearKernel;
import dev.serin.kernel.Links;
import dev.serin.kernel.Special;
import dev.serin.kernel.Sums;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Workshop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Classes of a Gaussian process with two sides, by Laplace's approximation; more classes are one
 * against the rest, or pairs that vote. {@code gap} and {@code roots} [rows] are what the fit left:
 * the labels less their probabilities, and the square roots of the curvature.
 */
record ProcessClassifier(Points points, double[] gap, double[] roots) {
  /** Slopes and weights of five error functions that stand for the logistic one (Williams 1998). */
  private static final double[] SLOPES = {0.41, 0.4, 0.37, 0.44, 0.39};

  private static final double[] WEIGHTS = {
    -1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654
  };

  static Estimator of(Attributes state, Workshop workshop) {
    Labels labels = state.labels("classes_");
    Attributes inner = state.inner("base_estimator_");
    int classes = labels.size();
    if (classes == 2) {
      ProcessClassifier process = side(inner, workshop);
      return made(state, process, List.of(labels), process::chosen)
          .wide(Method.PREDICT_PROBA, 2, rows -> Links.paired(process.second(rows)))
          .made();
    }
    boolean rest = inner.name().equals("OneVsRestClassifier");
    int needed = rest ? classes : classes * (classes - 1) / 2;
    List<ProcessClassifier> sides = new ArrayList<>();
    List<Node> members = inner.items("estimators_");
    if (members.size() != needed || needed == 0 || classes > 10_000) {
      throw inner.corrupt("has " + members.size() + " sides for " + classes + " classes");
    }
    for (int i = 0; i < needed; i++) {
      sides.add(side(inner.inner("estimators_[" + i + "]", members.get(i)), workshop));
    }
    Several several = new Several(sides, classes, !state.release().before(1, 8));
    if (!rest) {
      return made(state, sides.getFirst(), List.of(labels), several::voted).made();
    }
    return made(state, sides.getFirst(), List.of(labels), several::chosen)
        .wide(Method.PREDICT_PROBA, classes, several::shares)
        .made();
  }

  private static Computed<Matrix> made(
      Attributes state,
      ProcessClassifier first,
      List<Labels> labels,
      Function<Matrix, int[]> chosen) {
    int width = state.width(first.points.kept().columns());
    return Computed.of(state.name(), width).classes(labels, chosen);
  }

  private static ProcessClassifier side(Attributes state, Workshop workshop) {
    if (!state.name().equals("_BinaryGaussianProcessClassifierLaplace")) {
      throw state.unsupported("it is not a Gaussian process of two sides");
    }
    Points points = Points.of(state, workshop);
    int rows = points.kept().rows();
    double[] gap = state.vector("y_train_", rows);
    double[] likely = state.vector("pi_", rows);
    for (int i = 0; i < rows; i++) {
      gap[i] -= likely[i];
    }
    return new ProcessClassifier(points, gap, state.vector("W_sr_", rows));
  }

  private double[] sides(Matrix rows) {
    double[] sides = new double[rows.rows()];
    for (int row = 0; row < sides.length; row++) {
      sides[row] = LinearKernel.dot(gap, 0, points.reach(rows, row), 0, gap.length);
    }
    return sides;
  }

  private int[] chosen(Matrix rows) {
    double[] sides = sides(rows);
    int[] chosen = new int[sides.length];
    for (int row = 0; row < chosen.length; row++) {
      chosen[row] = sides[row] > 0 ? 1 : 0;
    }
    return chosen;
  }

  /** The probability of the second side. */
  private double[] second(Matrix rows) {
    double[] sides = sides(rows);
    for (int row = 0; row < sides.length; row++) {
      double[] reach = points.reach(rows, row);
      for (int i = 0; i < reach.length; i++) {
        reach[i] *= roots[i];
      }
      sides[row] = averaged(sides[row], points.variance(rows, row, reach));
    }
    return sides;
  }

  private static double averaged(double mean, double variance) {
    double alpha = 1 / (2 * variance);
    double sum = 0;
    double all = 0;
    for (int i = 0; i < SLOPES.length; i++) {
      double integral =
          Math.sqrt(Math.PI / alpha)
              * Special.erf(SLOPES[i] * mean * Math.sqrt(alpha / (alpha + SLOPES[i] * SLOPES[i])))
              / (2 * Math.sqrt(variance * 2 * Math.PI));
      sum += WEIGHTS[i] * integral;
      all += WEIGHTS[i];
    }
    return sum + 0.5 * all;
  }

  /** Several processes of two sides. */
  private record Several(List<ProcessClassifier> sides, int classes, boolean first) {
    /** The largest; of equals the last, as the library had it until 1.7. */
    private int[] chosen(Matrix rows) {
      double[] all = seconds(rows);
      int[] chosen = new int[rows.rows()];
      for (int i = 0; i < all.length; i++) {
        int row = i / classes;
        double best = all[row * classes + chosen[row]];
        chosen[row] = all[i] > best || !first && all[i] == best ? i % classes : chosen[row];
      }
      return chosen;
    }

    private double[] seconds(Matrix rows) {
      double[] all = new double[rows.rows() * sides.size()];
      for (int side = 0; side < sides.size(); side++) {
        double[] second = sides.get(side).second(rows);
        for (int row = 0; row < second.length; row++) {
          all[row * sides.size() + side] = second[row];
        }
      }
      return all;
    }

    private double[] shares(Matrix rows) {
      double[] all = seconds(rows);
      for (int from = 0; from < all.length; from += classes) {
        double sum = Sums.of(all, from, classes);
        for (int i = from; i < from + classes; i++) {
          all[i] /= sum == 0 ? 1 : sum;
        }
      }
      return all;
    }

    private int[] voted(Matrix rows) {
      double[] seconds = seconds(rows);
      List<int[]> winners = new ArrayList<>();
      sides.forEach(side -> winners.add(side.chosen(rows)));
      int[] voted = new int[rows.rows()];
      for (int row = 0; row < voted.length; row++) {
        double[] votes = new double[classes];
        double[] trust = new double[classes];
        int pair = 0;
        for (int i = 0; i < classes; i++) {
          for (int j = i + 1; j < classes; j++, pair++) {
            trust[i] -= seconds[row * sides.size() + pair];
            trust[j] += seconds[row * sides.size() + pair];
            votes[winners.get(pair)[row] == 0 ? i : j]++;
          }
        }
        for (int i = 0; i < classes; i++) {
          votes[i] += trust[i] / (3 * (Math.abs(trust[i]) + 1));
        }
        voted[row] = Links.largest(votes, 0, classes);
      }
      return voted;
    }
  }
}
