package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** {@code AdaBoostRegressor}: the weighted median of the members' predictions. */
record Median(Members members, double[] weights) implements Outer, Regressor {

  static Median of(Attributes state, Workshop workshop) {
    Members members = Members.of(state, workshop, "estimators_");
    members.all().forEach(member -> member.answering(Method.PREDICT, 1).predictingNumbers());
    double[] weights = state.vector("estimator_weights_");
    if (weights.length < members.size()) {
      throw state.corrupt("has " + weights.length + " weights for " + members.size() + " members");
    }
    return new Median(members, weights);
  }

  @Override
  public int outputs() {
    return 0;
  }

  @Override
  public Matrix predict(Table rows) {
    Table checked = Members.checked(rows, width(), Rows.Cells.FINITE, "AdaBoostRegressor");
    List<Matrix> all = members.all().stream().map(member -> member.predicted(checked)).toList();
    Matrix medians = Matrix.zeros(rows.rows(), 1);
    for (int r = 0; r < rows.rows(); r++) {
      medians.values()[r] = median(all, r);
    }
    return medians;
  }

  private double median(List<Matrix> all, int row) {
    int[] order =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(Comparator.comparingDouble(m -> all.get(m).values()[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    double total = 0;
    for (int m : order) {
      total += weights[m];
    }
    double reached = 0;
    for (int m : order) {
      reached += weights[m];
      if (reached >= 0.5 * total) {
        return all.get(m).values()[row];
      }
    }
    return all.get(order[0]).values()[row]; // weights that are no numbers reach nothing
  }

  @Override
  public String sizes() {
    return members.size() + " inside";
  }
}
