package dev.serin.runtime.sklearn.meta.multiclass;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/** {@code MultiOutputClassifier}: one classifier for each target. */
record EachLabel(Members members, List<Labels> targets) implements Outer {

  static EachLabel of(Attributes state, Workshop workshop) {
    Members members = Members.of(state, workshop, "estimators_");
    List<Labels> targets =
        members.all().stream().map(member -> member.with(Method.PREDICT).labels()).toList();
    if (targets.stream().map(Labels::type).distinct().count() != 1) {
      throw state.unsupported("estimators_ have labels of several types");
    }
    return new EachLabel(members, targets);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    DataType type = targets.getFirst().type();
    Map<Method, List<Form>> forms = Form.choosing(targets);
    forms.put(Method.PREDICT, List.of(Form.wide(type, targets.size())));
    if (members.have(Method.PREDICT_PROBA)) {
      forms.put(
          Method.PREDICT_PROBA,
          members.all().stream()
              .map(member -> Form.wide(DataType.FP64, member.columns(Method.PREDICT_PROBA)))
              .toList());
    }
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    if (method == Method.PREDICT_PROBA) {
      List<Matrix> each =
          members.all().stream().map(member -> member.numbers(method, rows)).toList();
      return new Answer.Numbers(each);
    }
    int[] all = new int[rows.rows() * targets.size()];
    for (int t = 0; t < targets.size(); t++) {
      Member member = members.all().get(t);
      int[] chosen = member.chosen(rows);
      for (int r = 0; r < chosen.length; r++) {
        all[r * targets.size() + t] = chosen[r];
      }
    }
    return new Answer.Chosen(all, targets);
  }
}
