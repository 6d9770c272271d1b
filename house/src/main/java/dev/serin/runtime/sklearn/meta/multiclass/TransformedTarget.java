package dev.serin.runtime.sklearn.meta.multiclass;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Invertible;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;

/** {@code TransformedTargetRegressor}: the prediction of a regressor, turned back. */
record TransformedTarget(Members members, Invertible transformer, int outputs)
    implements Outer, Regressor {

  static TransformedTarget of(Attributes state, Workshop workshop) {
    Member regressor = Member.of(state, workshop, "regressor_").predictingNumbers();
    int columns = regressor.columns(Method.PREDICT);
    Member turned = Member.of(state, workshop, "transformer_").taking(columns);
    if (!(turned.inner() instanceof Invertible transformer) || !transformer.turnsBack()) {
      throw state.unsupported("transformer_ has no inverse that is served");
    }
    if (transformer.outputWidth(columns) != columns
        && transformer.outputWidth(columns) != Estimator.ANY) {
      throw state.unsupported("transformer_ changes the number of targets");
    }
    boolean flat = state.whole("_training_dim", 1) == 1 && columns == 1;
    return new TransformedTarget(
        Members.of(regressor.taking(state.width())), transformer, flat ? 0 : columns);
  }

  @Override
  public long passes() {
    return 1 + members.passes() + transformer.passes();
  }

  @Override
  public Matrix predict(Table rows) {
    return transformer.back(members.first().predicted(rows));
  }

  @Override
  public String sizes() {
    return members.first().inner().sizes();
  }
}
