package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import dev.serin.tensor.DataType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@code VotingRegressor}: the weighted mean; transforming lays the predictions side by side. */
record VotingRegressor(Members members, VoteWeights weights) implements Outer, Transformer {

  static VotingRegressor of(Attributes state, Workshop workshop) {
    Members members = Members.of(state, workshop, "estimators_");
    members.all().forEach(member -> member.answering(Method.PREDICT, 1).predictingNumbers());
    return new VotingRegressor(members, VoteWeights.of(state, members.size()));
  }

  @Override
  public int outputWidth(int inputWidth) {
    return members.size();
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = new EnumMap<>(Method.class);
    forms.put(Method.PREDICT, List.of(Form.flat(DataType.FP64)));
    forms.put(Method.TRANSFORM, List.of(Form.wide(cells(), members.size())));
    return forms;
  }

  private List<Matrix> predictions(Table rows) {
    return members.all().stream().map(member -> member.predicted(rows)).toList();
  }

  @Override
  public Matrix transform(Table rows) {
    return Table.beside(List.copyOf(predictions(rows)), rows.rows()).numbers();
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return method == Method.PREDICT
        ? new Answer.Numbers(weights.mean(predictions(rows)))
        : new Answer.Cells(transform(rows));
  }

  @Override
  public String sizes() {
    return members.size() + " inside";
  }
}
