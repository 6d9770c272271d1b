package dev.serin.runtime.sklearn.meta.calibration;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An estimator that passes everything on to another. */
record Passing(Estimator inner) implements Transformer {

  static Passing on(Attributes state, Workshop workshop, String attribute) {
    Member member = Member.of(state, workshop, attribute);
    member.taking(state.width());
    return new Passing(member.inner());
  }

  @Override
  public int width() {
    return inner.width();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return inner instanceof Transformer end ? end.outputWidth(inputWidth) : ANY;
  }

  @Override
  public DataType cells() {
    return inner instanceof Transformer end ? end.cells() : DataType.FP64;
  }

  @Override
  public Map<Method, List<Form>> forms() {
    return inner.forms();
  }

  @Override
  public Table transform(Table rows) {
    return ((Transformer) inner).transform(rows);
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return inner.answer(method, rows);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    return inner.answers(methods, rows);
  }

  @Override
  public List<Labels> targets() {
    return inner.targets();
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    return inner.inputs(outputs);
  }

  @Override
  public long passes() {
    return 1 + inner.passes();
  }

  @Override
  public String sizes() {
    return inner.sizes();
  }
}
