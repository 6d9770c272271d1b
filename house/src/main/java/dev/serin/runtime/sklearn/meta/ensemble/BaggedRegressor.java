package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import dev.serin.tensor.DataType;
import java.util.List;

/** {@code BaggingRegressor}: the mean of the members' predictions. */
record BaggedRegressor(Bag bag, int outputs) implements Outer, Regressor {

  static BaggedRegressor of(Attributes state, Workshop workshop) {
    Bag bag = Bag.of(state, workshop);
    Member first = bag.members().first();
    int columns = first.columns(Method.PREDICT);
    bag.members()
        .all()
        .forEach(member -> member.answering(Method.PREDICT, columns).predictingNumbers());
    Form form = first.inner().forms().get(Method.PREDICT).getFirst();
    return new BaggedRegressor(bag, form.tail().isEmpty() ? 0 : columns);
  }

  @Override
  public Members members() {
    return bag.members();
  }

  @Override
  public int width() {
    return bag.width();
  }

  @Override
  public List<DataType> inputs(List<DataType> wanted) {
    return bag.inputs();
  }

  @Override
  public Matrix predict(Table rows) {
    return bag.mean(rows, Math.max(1, outputs), Method.PREDICT);
  }

  @Override
  public String sizes() {
    return members().size() + " inside";
  }
}
