package dev.serin.runtime.sklearn.neighbors;

import dev.serin.kernel.Links;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Workshop;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Classes by the votes of all training rows within a radius. A row without any is an outlier: it
 * gets a label of its own, or is refused where the fit knew none.
 */
final class Radius {
  private final Stored stored;
  private final double radius;
  private final Weighing weighing;
  private final List<Labels> targets;
  private final int[] classes;
  private final List<Outlying> outlying;

  private Radius(Stored stored, Attributes state) {
    this.stored = stored;
    this.radius = state.real("radius");
    this.weighing = Weighing.of(state);
    this.targets = state.targets("classes_");
    this.classes = Voting.classes(state, stored, targets);
    this.outlying = Outlying.of(state, targets);
  }

  static Estimator of(Attributes state, Workshop workshop) {
    Stored stored = Stored.of(state, workshop);
    Radius votes = new Radius(stored, state);
    List<Labels> shown =
        votes.outlying.isEmpty()
            ? votes.targets
            : votes.outlying.stream().map(Outlying::labels).toList();
    Computed<Matrix> made = stored.looking().classes(shown, votes::chosen);
    if (!state.release().before(0, 22)) {
      List<Form> forms = Form.weighing(votes.targets).get(Method.PREDICT_PROBA);
      made.several(Method.PREDICT_PROBA, forms, votes::probabilities);
    }
    return made.made();
  }

  /** The places where a distance is not NaN. */
  static int[] found(double[] distances) {
    return IntStream.range(0, distances.length).filter(i -> !Double.isNaN(distances[i])).toArray();
  }

  /** The numbers in these places. */
  static double[] of(double[] numbers, int[] places) {
    return IntStream.of(places).mapToDouble(i -> numbers[i]).toArray();
  }

  private int[] chosen(Matrix rows) {
    List<Matrix> shares = probabilities(rows);
    int[] chosen = new int[rows.rows() * targets.size()];
    for (int i = 0; i < chosen.length; i++) {
      int target = i % targets.size();
      Matrix share = shares.get(target);
      int from = i / targets.size() * share.columns();
      int best = Links.largest(share.values(), from, share.columns());
      boolean nothing = share.values()[from + best] == 0;
      chosen[i] = nothing && !outlying.isEmpty() ? outlying.get(target).at() : best;
    }
    return chosen;
  }

  private List<Matrix> probabilities(Matrix rows) {
    List<Matrix> votes = new ArrayList<>();
    targets.forEach(labels -> votes.add(Matrix.zeros(rows.rows(), labels.size())));
    for (int row = 0; row < rows.rows(); row++) {
      double[] distances = stored.space().within(rows.values(), row * rows.columns(), radius);
      int[] found = found(distances);
      if (found.length == 0) {
        outlier(votes, row);
      }
      double[] weights = weighing.of(of(distances, found), 0, found.length);
      for (int target = 0; target < votes.size(); target++) {
        Matrix own = votes.get(target);
        for (int i = 0; i < found.length; i++) {
          int label = classes[found[i] * targets.size() + target];
          own.values()[row * own.columns() + label] += weights[i];
        }
      }
    }
    votes.forEach(Voting::shares);
    return votes;
  }

  private void outlier(List<Matrix> votes, int row) {
    if (outlying.isEmpty()) {
      throw Rows.invalid(
          "NO_NEIGHBORS", "row " + row + " has no training row within the radius " + radius);
    }
    for (int target = 0; target < votes.size(); target++) {
      Matrix own = votes.get(target);
      if (outlying.get(target).at() < own.columns()) {
        own.values()[row * own.columns() + outlying.get(target).at()] = 1;
      }
    }
  }
}
