package dev.serin.runtime.sklearn.compose;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Invertible;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code Pipeline}: rows go through all steps but the last, which is asked. That of
 * imbalanced-learn passes its samplers by.
 */
final class Chain implements Invertible {
  private static final Set<Method> OWN =
      Set.of(Method.KNEIGHBORS_DISTANCES, Method.KNEIGHBORS_INDICES, Method.MAHALANOBIS);

  private final List<Transformer> before;
  private final Estimator last;

  private Chain(List<Transformer> before, Estimator last) {
    this.before = List.copyOf(before);
    this.last = last;
  }

  static Chain of(Attributes state, Workshop workshop) {
    List<Node> steps = state.items("steps");
    if (steps.isEmpty()) {
      throw state.corrupt("has no steps");
    }
    List<Estimator> built = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      List<Node> pair = state.items("steps", steps.get(i));
      if (pair.size() != 2) {
        throw state.corrupt("has a step that is not a name and an estimator");
      }
      String place = state.place() + ".steps[" + i + "]";
      built.add(
          Unchanged.means(pair.get(1)) ? Unchanged.anyWidth() : workshop.build(pair.get(1), place));
    }
    boolean resampled = state.type().module().equals("imblearn.pipeline");
    if (resampled) {
      Estimator last = built.removeLast();
      built.removeIf(Resampler.class::isInstance);
      built.add(last);
    }
    return of(state, built);
  }

  private static Chain of(Attributes state, List<Estimator> built) {
    List<Transformer> before = new ArrayList<>();
    int width = Estimator.ANY;
    for (int i = 0; i < built.size(); i++) {
      Estimator step = built.get(i);
      if (width != Estimator.ANY && step.width() != Estimator.ANY && step.width() != width) {
        throw state.corrupt(
            "gives " + width + " columns to steps[" + i + "], which takes " + step.width());
      }
      if (i < built.size() - 1) {
        if (!(step instanceof Transformer transformer)
            || !step.forms().containsKey(Method.TRANSFORM)) {
          throw state.unsupported("steps[" + i + "] does not transform");
        }
        before.add(transformer);
        width = transformer.outputWidth(width == Estimator.ANY ? step.width() : width);
      }
    }
    return new Chain(before, built.getLast());
  }

  private Table through(Table rows) {
    Table at = rows;
    for (Transformer step : before) {
      at = step.transform(at);
    }
    return at;
  }

  @Override
  public int width() {
    for (Transformer step : before) {
      if (step.width() != ANY) {
        return step.width();
      }
      if (step.outputWidth(ANY) != ANY) {
        return ANY;
      }
    }
    return last.width();
  }

  @Override
  public int outputWidth(int inputWidth) {
    int width = inputWidth;
    for (Transformer step : before) {
      width = step.outputWidth(width);
    }
    return last instanceof Transformer end ? end.outputWidth(width) : ANY;
  }

  @Override
  public boolean series() {
    return (before.isEmpty() ? last : before.getFirst()).series();
  }

  @Override
  public boolean sparse() {
    return last instanceof Transformer end && end.sparse();
  }

  @Override
  public DataType cells() {
    return last instanceof Transformer end ? end.cells() : DataType.FP64;
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = new HashMap<>(last.forms());
    if (forms.keySet().stream().anyMatch(method -> !OWN.contains(method))) {
      forms
          .keySet()
          .removeAll(OWN); // what a pipeline does not pass on, unless there is nothing else
    }
    boolean open = forms.containsKey(Method.TRANSFORM) && last.width() == ANY;
    return open
        ? Map.of(Method.TRANSFORM, List.of(Form.wide(cells(), outputWidth(width()))))
        : forms;
  }

  @Override
  public Table transform(Table rows) {
    return ((Transformer) last).transform(through(rows));
  }

  private static boolean turnsBack(Estimator step) {
    return step instanceof Invertible invertible && invertible.turnsBack();
  }

  @Override
  public boolean turnsBack() {
    return turnsBack(last) && before.stream().allMatch(Chain::turnsBack);
  }

  @Override
  public Matrix back(Matrix transformed) {
    Matrix at = ((Invertible) last).back(transformed);
    for (Transformer step : before.reversed()) {
      at = ((Invertible) step).back(at);
    }
    return at;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return last.answer(method, through(rows));
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    return last.answers(methods, through(rows));
  }

  @Override
  public List<Labels> targets() {
    return last.targets();
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    List<DataType> wanted = last.inputs(outputs);
    for (Transformer step : before.reversed()) {
      wanted = step.inputs(wanted);
    }
    return wanted;
  }

  @Override
  public long passes() {
    return 1 + last.passes() + before.stream().mapToLong(Estimator::passes).sum();
  }

  @Override
  public String sizes() {
    return before.size() + 1 + " steps";
  }
}
