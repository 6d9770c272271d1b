package dev.serin.runtime.sklearn.propagation;

import dev.serin.kernel.GraphVotes;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import java.util.List;
import java.util.Map;

/** {@code LabelPropagation} and {@code LabelSpreading}: their files hold the training rows. */
record Propagation(String name, GraphVotes votes, Labels labels) implements Estimator {

  static Propagation of(Attributes state, Workshop workshop) {
    Labels labels = state.labels("classes_");
    Matrix points = state.matrix("X_");
    Matrix votes = state.matrix("label_distributions_");
    boolean near = state.choice("kernel", "rbf", "rbf", "knn").equals("knn");
    int nearest = near ? state.whole("n_neighbors", 7) : 0;
    if (votes.columns() != labels.size() || near && nearest < 1) {
      throw state.corrupt("has " + labels.size() + " classes and votes for " + votes.columns());
    }
    workshop.warn(state.place() + " holds the rows that it was fitted on");
    return new Propagation(
        state.name(),
        new GraphVotes(
            points.values(),
            state.width(points.columns()),
            votes.values(),
            labels.size(),
            new GraphVotes.Reach(state.real("gamma", 20), nearest),
            state.place()),
        labels);
  }

  @Override
  public int width() {
    return votes.features();
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    return Form.weighing(targets());
  }

  @Override
  public Answer answer(Method method, Table rows) {
    Matrix checked = Rows.numbers(rows, width(), Rows.Cells.FINITE, name);
    Matrix shares =
        new Matrix(rows.rows(), labels.size(), votes.apply(checked.values(), rows.rows()));
    if (method != Method.PREDICT) {
      return new Answer.Numbers(shares);
    }
    int[] chosen = new int[rows.rows()];
    for (int r = 0; r < chosen.length; r++) {
      chosen[r] = shares.largest(r);
    }
    return new Answer.Chosen(chosen, targets());
  }
}
