package dev.serin.runtime.sklearn.compose;

import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A search over parameters: answers with the best estimator, which was fitted on all rows. */
record Search(Estimator best) implements Transformer {

  static Search of(Attributes state, Workshop workshop) {
    if (!state.has("best_estimator_")) {
      throw state.unsupported("it has no best_estimator_: fit it with refit=True");
    }
    return new Search(
        workshop.build(state.node("best_estimator_"), state.place() + ".best_estimator_"));
  }

  @Override
  public int width() {
    return best.width();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return best instanceof Transformer end ? end.outputWidth(inputWidth) : ANY;
  }

  @Override
  public boolean series() {
    return best.series();
  }

  @Override
  public boolean sparse() {
    return best instanceof Transformer end && end.sparse();
  }

  @Override
  public DataType cells() {
    return best instanceof Transformer end ? end.cells() : DataType.FP64;
  }

  @Override
  public Map<Method, List<Form>> forms() {
    return best.forms();
  }

  @Override
  public Table transform(Table rows) {
    return ((Transformer) best).transform(rows);
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return best.answer(method, rows);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    return best.answers(methods, rows);
  }

  @Override
  public List<Labels> targets() {
    return best.targets();
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    return best.inputs(outputs);
  }

  @Override
  public long passes() {
    return 1 + best.passes();
  }

  @Override
  public String sizes() {
    return best.sizes();
  }
}
