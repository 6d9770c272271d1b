package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.runtime.sklearn.meta.Member;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.runtime.sklearn.meta.Outer;
import dev.serin.runtime.sklearn.meta.Places;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code StackingClassifier}: its last estimator was fitted on the numbers of the labels. Where a
 * row may have several labels (since 1.2), the probabilities are those of each first class.
 */
final class StackedClassifier implements Outer, Transformer {
  private final Stack stack;
  private final List<Labels> targets;
  private final boolean marks;
  private final List<int[]> places;

  private StackedClassifier(Stack stack, List<Labels> targets, boolean marks, List<int[]> places) {
    this.stack = stack;
    this.targets = targets;
    this.marks = marks;
    this.places = List.copyOf(places);
  }

  static StackedClassifier of(Attributes state, Workshop workshop) {
    List<Labels> targets = state.targets("classes_");
    boolean marks = !(state.node("classes_") instanceof Node.Array);
    int classes = marks ? targets.size() : targets.getFirst().size();
    Stack stack = Stack.of(state, workshop, classes);
    Member last = stack.last().with(Method.PREDICT);
    List<Labels> own = last.inner().targets();
    if (own.size() != targets.size()) {
      throw state.corrupt("has " + targets.size() + " targets, its last estimator " + own.size());
    }
    List<int[]> places = new ArrayList<>();
    for (int t = 0; t < own.size(); t++) {
      places.add(Places.numbered(own.get(t), targets.get(t).size(), last.place()));
    }
    return new StackedClassifier(stack, targets, marks, places);
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
  public List<Labels> targets() {
    return targets;
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> last = stack.last().inner().forms();
    Map<Method, List<Form>> forms = Form.choosing(targets);
    List<Form> weighing = last.getOrDefault(Method.PREDICT_PROBA, List.of());
    if (marks && weighing.size() > 1) {
      forms.put(Method.PREDICT_PROBA, List.of(Form.wide(DataType.FP64, weighing.size())));
    } else if (!marks && !weighing.isEmpty()) {
      forms.put(Method.PREDICT_PROBA, weighing);
    }
    if (last.containsKey(Method.DECISION_FUNCTION)) {
      forms.put(Method.DECISION_FUNCTION, last.get(Method.DECISION_FUNCTION));
    }
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
              : outer(stack.last().inner().answer(method, stacked)));
    }
    return answers;
  }

  private Answer outer(Answer answer) {
    return switch (answer) {
      case Answer.Chosen(int[] indices, List<Labels> _) -> {
        int[] moved = new int[indices.length];
        for (int i = 0; i < moved.length; i++) {
          moved[i] = places.get(i % targets.size())[indices[i]];
        }
        yield new Answer.Chosen(moved, targets);
      }
      case Answer.Numbers(List<Matrix> matrices) when marks && matrices.size() > 1 ->
          new Answer.Numbers(firsts(matrices));
      case Answer.Numbers numbers -> numbers;
      case Answer.Cells cells -> cells;
    };
  }

  private static Matrix firsts(List<Matrix> matrices) {
    List<Table> columns = new ArrayList<>();
    matrices.forEach(matrix -> columns.add(matrix.select(new int[] {0})));
    return Table.beside(columns, matrices.getFirst().rows()).numbers();
  }

  @Override
  public String sizes() {
    return members().size() + " inside";
  }
}
