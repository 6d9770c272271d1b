package dev.serin.runtime.sklearn.meta;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Refusal;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.List;

/** An estimator inside of another, with the place where it stands. */
public record Member(Estimator inner, String place) {

  /** The estimator in this attribute. */
  public static Member of(Attributes state, Workshop workshop, String attribute) {
    return of(workshop, state.node(attribute), state.place() + "." + attribute);
  }

  /** The estimator in this node. */
  public static Member of(Workshop workshop, Node node, String place) {
    return new Member(workshop.build(node, place), place);
  }

  /** Whether it can be asked for this. */
  public boolean has(Method method) {
    return inner.forms().containsKey(method);
  }

  /** Refuses the model when it cannot be asked for this. */
  public Member with(Method method) {
    if (!has(method)) {
      throw Refusal.value(place, "has no " + method.text());
    }
    return this;
  }

  /** Whether it chooses among classes. */
  public boolean classifies() {
    return !inner.targets().isEmpty();
  }

  /** The classes of the one target of a classifier; any other is refused. */
  public Labels labels() {
    if (inner.targets().size() != 1) {
      throw Refusal.value(place, "is no classifier of one target");
    }
    return inner.targets().getFirst();
  }

  /** How many columns its one answer has, a flat one has one; {@link Estimator#ANY} is refused. */
  public int columns(Method method) {
    List<Form> forms = with(method).inner.forms().get(method);
    Form form = forms.getFirst();
    int columns = form.tail().isEmpty() ? 1 : form.tail().getFirst();
    if (forms.size() != 1 || columns < 0) {
      throw Refusal.value(place, "does not answer " + method.text() + " with one known width");
    }
    return columns;
  }

  /** Refuses it unless it answers this with {@code columns} columns. */
  public Member answering(Method method, int columns) {
    if (columns(method) != columns) {
      throw Refusal.corrupt(
          place, "has " + columns(method) + " columns of " + method.text() + ", not " + columns);
    }
    return this;
  }

  /** Refuses a model that takes another number of columns than it is given. */
  public Member taking(int columns) {
    if (inner.width() != Estimator.ANY && columns != Estimator.ANY && inner.width() != columns) {
      throw Refusal.corrupt(place, "takes " + inner.width() + " columns and is given " + columns);
    }
    return this;
  }

  /** Refuses it unless its predictions are numbers: of a regressor, or labels that are numbers. */
  public Member predictingNumbers() {
    if (with(Method.PREDICT).inner.forms().get(Method.PREDICT).getFirst().type()
        == DataType.BYTES) {
      throw Refusal.value(place, "predicts texts where numbers are needed");
    }
    return this;
  }

  /** The places of the predicted labels among {@link #labels}. */
  public int[] chosen(Table rows) {
    return switch (inner.answer(Method.PREDICT, rows)) {
      case Answer.Chosen chosen -> chosen.indices();
      case Answer.Numbers _, Answer.Cells _ ->
          throw new IllegalStateException(place + " predicts no labels");
    };
  }

  /** The predictions as numbers, labels by their value; one column for each target. */
  public Matrix predicted(Table rows) {
    return switch (inner.answer(Method.PREDICT, rows)) {
      case Answer.Numbers numbers -> numbers.matrices().getFirst();
      case Answer.Cells(Table table) -> table.numbers();
      case Answer.Chosen(int[] indices, List<Labels> targets) -> {
        double[] values = new double[indices.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = targets.get(i % targets.size()).number(indices[i]);
        }
        yield new Matrix(values.length / targets.size(), targets.size(), values);
      }
    };
  }

  /** The one matrix of its answer; predictions as {@link #predicted}. */
  public Matrix numbers(Method method, Table rows) {
    return method == Method.PREDICT ? predicted(rows) : inner.numbers(method, rows);
  }

  /**
   * How sure a two-class member is of its second class: the prediction of a regressor, else the
   * decision function, else the probability.
   */
  public Matrix confidence(Table rows) {
    if (!classifies()) {
      return predicted(rows);
    }
    if (has(Method.DECISION_FUNCTION)) {
      return inner.numbers(Method.DECISION_FUNCTION, rows);
    }
    Matrix both = inner.numbers(Method.PREDICT_PROBA, rows);
    return new Matrix(both.rows(), 1, both.copy(1));
  }

  /** Refuses it unless {@link #confidence} gives one number a row. */
  public Member confident() {
    Method method =
        !classifies()
            ? Method.PREDICT
            : has(Method.DECISION_FUNCTION) ? Method.DECISION_FUNCTION : Method.PREDICT_PROBA;
    return answering(method, method == Method.PREDICT_PROBA ? 2 : 1).predictingNumbers();
  }

  /** What {@link #confidence} must exceed for the second class. */
  public double threshold() {
    return classifies() && has(Method.DECISION_FUNCTION) ? 0 : 0.5;
  }
}
