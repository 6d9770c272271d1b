package dev.serin.runtime.sklearn.meta.multiclass;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Regressor;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/** {@code MultiOutputRegressor}: one regressor for each target. */
record EachNumber(Members members) implements Outer, Regressor {

  static EachNumber of(Attributes state, Workshop workshop) {
    Members members = Members.of(state, workshop, "estimators_");
    members.all().forEach(member -> member.answering(Method.PREDICT, 1).predictingNumbers());
    return new EachNumber(members);
  }

  @Override
  public int outputs() {
    return members.size();
  }

  @Override
  public Map<Method, List<Form>> forms() {
    return Map.of(Method.PREDICT, List.of(Form.wide(DataType.FP64, members.size())));
  }

  @Override
  public Matrix predict(Table rows) {
    List<Table> each = members.all().stream().<Table>map(member -> member.predicted(rows)).toList();
    return Table.beside(each, rows.rows()).numbers();
  }

  @Override
  public String sizes() {
    return members.size() + " inside";
  }
}
