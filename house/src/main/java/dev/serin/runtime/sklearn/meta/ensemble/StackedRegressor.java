package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
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
import java.util.Set;

/** {@code StackingRegressor}. */
record StackedRegressor(Stack stack) implements Outer, Transformer {

  static StackedRegressor of(Attributes state, Workshop workshop) {
    Stack stack = Stack.of(state, workshop, 0);
    stack.last().with(Method.PREDICT).predictingNumbers();
    return new StackedRegressor(stack);
  }

  @Override
  public Members members() {
    return stack.members();
  }

  @Override
  public long passes() {
    return stack.passes();
  }

  @Override
  public DataType cells() {
    return stack.cells();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return stack.columns();
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = new EnumMap<>(Method.class);
    forms.put(Method.PREDICT, stack.last().inner().forms().get(Method.PREDICT));
    forms.put(Method.TRANSFORM, List.of(Form.wide(cells(), stack.columns())));
    return forms;
  }

  @Override
  public Table transform(Table rows) {
    return stack.rows(rows);
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return answers(Set.of(method), rows).get(method);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    Table stacked = stack.rows(rows);
    Map<Method, Answer> answers = new EnumMap<>(Method.class);
    for (Method method : methods) {
      answers.put(
          method,
          method == Method.TRANSFORM
              ? new Answer.Cells(stacked)
              : stack.last().inner().answer(method, stacked));
    }
    return answers;
  }

  @Override
  public String sizes() {
    return members().size() + " inside";
  }
}
