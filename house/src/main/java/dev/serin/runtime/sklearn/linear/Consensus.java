package dev.serin.runtime.sklearn.linear;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.List;

/** RANSAC: predicts with the estimator that was fitted on the inliers. */
final class Consensus implements Regressor {
  private final Estimator inner;
  private final int outputs;
  private final String name;

  private Consensus(Estimator inner, int outputs, String name) {
    this.inner = inner;
    this.outputs = outputs;
    this.name = name;
  }

  static Consensus of(Attributes state, Workshop workshop) {
    Estimator inner = workshop.build(state.node("estimator_"), state.place() + ".estimator_");
    var forms = inner.forms().getOrDefault(Method.PREDICT, List.of());
    if (forms.size() != 1 || forms.getFirst().type() != DataType.FP64) {
      throw state.unsupported("estimator_ does not predict numbers");
    }
    state.width(inner.width());
    List<Integer> tail = forms.getFirst().tail();
    return new Consensus(inner, tail.isEmpty() ? 0 : tail.getFirst(), state.name());
  }

  @Override
  public int width() {
    return inner.width();
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public long passes() {
    return 1 + inner.passes();
  }

  @Override
  public Matrix predict(Table rows) {
    Rows.width(rows, width(), name);
    return inner.numbers(Method.PREDICT, rows);
  }
}
