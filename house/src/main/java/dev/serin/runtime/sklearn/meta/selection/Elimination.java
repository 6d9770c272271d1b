package dev.serin.runtime.sklearn.meta.selection;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.tensor.DataType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code RFE} and {@code RFECV}: some columns, and the estimator that was fitted on them. */
record Elimination(KeptColumns columns, Member member) implements Transformer {
  private static final Set<Method> PASSED =
      Set.of(Method.PREDICT, Method.PREDICT_PROBA, Method.DECISION_FUNCTION);

  static Elimination of(Attributes state, Workshop workshop) {
    KeptColumns columns = KeptColumns.supported(state);
    Member member = Member.of(state, workshop, "estimator_");
    return new Elimination(columns, member.taking(columns.kept().length));
  }

  @Override
  public int width() {
    return columns.width();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return columns.outputWidth(inputWidth);
  }

  @Override
  public List<Labels> targets() {
    return member.inner().targets();
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = new EnumMap<>(Method.class);
    forms.putAll(member.inner().forms());
    forms.keySet().retainAll(PASSED);
    forms.putAll(columns.forms());
    return forms;
  }

  @Override
  public Table transform(Table rows) {
    return columns.transform(rows);
  }

  @Override
  public Answer answer(Method method, Table rows) {
    Table kept = transform(rows);
    return method == Method.TRANSFORM
        ? new Answer.Cells(kept)
        : member.inner().answer(method, kept);
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    return columns.inputs(member.inner().inputs(List.of()));
  }

  @Override
  public long passes() {
    return 1 + member.inner().passes();
  }

  @Override
  public String sizes() {
    return columns.sizes();
  }
}
