package dev.serin.runtime.sklearn.neighbors;

import dev.serin.kernel.Sums;
import dev.serin.kernel.near.Neighbors;
import dev.serin.reader.NdArray;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Workshop;
import java.util.ArrayList;
import java.util.List;

/**
 * Classes by the votes of the k nearest: {@code classes} [training rows, targets] are their own.
 */
record Voting(List<Labels> targets, int[] classes, Weighing weighing) {

  static Estimator of(Attributes state, Workshop workshop) {
    Stored stored = Stored.of(state, workshop);
    int k = stored.count("n_neighbors");
    List<Labels> targets = state.targets("classes_");
    Voting voting = new Voting(targets, classes(state, stored, targets), Weighing.of(state));
    return stored
        .searching(k)
        .classes(targets, voting::chosen)
        .several(
            Method.PREDICT_PROBA,
            Form.weighing(targets).get(Method.PREDICT_PROBA),
            voting::probabilities)
        .made();
  }

  /** The class of each training row, for each target. */
  static int[] classes(Attributes state, Stored stored, List<Labels> targets) {
    NdArray kept = state.array("_y");
    int[] classes =
        state.indices(
            "_y", state.node("_y"), targets.stream().mapToInt(Labels::size).max().orElseThrow());
    if (kept.size() != stored.space().size() * targets.size()) {
      throw state.corrupt("has " + kept.size() + " labels of " + stored.space().size() + " rows");
    }
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] >= targets.get(i % targets.size()).size()) {
        throw state.corrupt("has a label in _y beyond its classes");
      }
    }
    return classes;
  }

  /** The most weight, of equals the first; as the library adds, one class at a time. */
  private int[] chosen(Neighbors found) {
    int width = targets.size();
    int[] chosen = new int[found.rows() * width];
    for (int row = 0; row < found.rows(); row++) {
      double[] weights = weighing.of(found.distances(), row * found.k(), found.k());
      for (int target = 0; target < width; target++) {
        chosen[row * width + target] = winner(found, row, target, weights);
      }
    }
    return chosen;
  }

  private int winner(Neighbors found, int row, int target, double[] weights) {
    int best = 0;
    double most = 0;
    double[] part = new double[found.k()];
    for (int c = 0; c < targets.get(target).size(); c++) {
      for (int i = 0; i < part.length; i++) {
        part[i] = own(found, row, i, target) == c ? weights[i] : 0;
      }
      double votes = Sums.of(part, 0, part.length);
      if (votes > most) {
        most = votes;
        best = c;
      }
    }
    return best;
  }

  private int own(Neighbors found, int row, int at, int target) {
    return classes[found.indices()[row * found.k() + at] * targets.size() + target];
  }

  private List<Matrix> probabilities(Neighbors found) {
    List<Matrix> all = new ArrayList<>();
    for (int target = 0; target < targets.size(); target++) {
      Matrix votes = Matrix.zeros(found.rows(), targets.get(target).size());
      for (int row = 0; row < found.rows(); row++) {
        double[] weights = weighing.of(found.distances(), row * found.k(), found.k());
        for (int i = 0; i < weights.length; i++) {
          votes.values()[row * votes.columns() + own(found, row, i, target)] += weights[i];
        }
      }
      all.add(shares(votes));
    }
    return all;
  }

  /** Each row divided by its sum, where that is not zero. */
  static Matrix shares(Matrix votes) {
    for (int row = 0; row < votes.rows(); row++) {
      double sum = Sums.of(votes.values(), row * votes.columns(), votes.columns());
      for (int c = 0; c < votes.columns(); c++) {
        votes.values()[row * votes.columns() + c] /= sum == 0 ? 1 : sum;
      }
    }
    return votes;
  }
}
