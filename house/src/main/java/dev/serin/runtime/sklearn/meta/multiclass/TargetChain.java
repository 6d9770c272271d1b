package dev.serin.runtime.sklearn.meta.multiclass;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code ClassifierChain} and {@code RegressorChain}: each member takes the rows and what the ones
 * before it said, and answers for one target; {@code order} is the target of each member. The
 * labels are numbers, as the original gives them.
 */
record TargetChain(String name, Members members, int[] order, Method said) implements Outer {

  static TargetChain of(Attributes state, Workshop workshop) {
    List<Member> all = Members.list(state, workshop, "estimators_");
    int[] order = state.indices("order_", state.node("order_"), all.size());
    if (IntStream.of(order).distinct().count() != all.size() || order.length != all.size()) {
      throw state.corrupt("has an order that does not name each target once");
    }
    String word =
        state.choice("chain_method_", "predict", "predict", "predict_proba", "decision_function");
    Method said = Method.named(word).orElseThrow();
    int width = state.width();
    for (int i = 0; i < all.size(); i++) {
      Member member = all.get(i);
      member.answering(Method.PREDICT, 1).predictingNumbers();
      member.answering(said, said == Method.PREDICT_PROBA ? 2 : 1);
      int own = member.inner().width();
      width = width == Estimator.ANY && own != Estimator.ANY ? own - i : width;
      member.taking(width == Estimator.ANY ? width : width + i);
    }
    if (width < 0) {
      throw state.corrupt("does not say how many columns it takes");
    }
    return new TargetChain(state.name(), new Members(all, width), order, said);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = new EnumMap<>(Method.class);
    List<Form> form = List.of(Form.wide(DataType.FP64, members.size()));
    forms.put(Method.PREDICT, form);
    boolean classifies = members.all().stream().allMatch(Member::classifies);
    if (classifies && all(Method.PREDICT_PROBA, 2)) {
      forms.put(Method.PREDICT_PROBA, form);
    }
    if (classifies && all(Method.DECISION_FUNCTION, 1)) {
      forms.put(Method.DECISION_FUNCTION, form);
    }
    return forms;
  }

  private boolean all(Method method, int columns) {
    return members.all().stream()
        .allMatch(member -> member.has(method) && member.columns(method) == columns);
  }

  @Override
  public Answer answer(Method method, Table rows) {
    Table checked = Rows.table(rows, width(), Rows.Cells.FINITE, name);
    Matrix answers = Matrix.zeros(rows.rows(), members.size());
    List<Table> beside = new ArrayList<>(List.of(checked));
    for (int i = 0; i < members.size(); i++) {
      Table given = Table.beside(beside, rows.rows());
      double[] answer = column(members.all().get(i), method, given);
      for (int r = 0; r < answer.length; r++) {
        answers.values()[r * members.size() + order[i]] = answer[r];
      }
      beside.add(
          new Matrix(
              rows.rows(), 1, method == said ? answer : column(members.all().get(i), said, given)));
    }
    return new Answer.Numbers(answers);
  }

  private static double[] column(Member member, Method method, Table rows) {
    return member.numbers(method, rows).copy(method == Method.PREDICT_PROBA ? 1 : 0);
  }

  /** The rows themselves are numbers. */
  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    return Collections.nCopies(width(), DataType.FP64);
  }
}
