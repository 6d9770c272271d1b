package dev.serin.runtime.sklearn.neural;

import dev.serin.kernel.Links;
import dev.serin.kernel.NetworkKernel;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.tensor.DataType;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * {@code MLPClassifier}: one output for two classes, one for each of more, or one mark for each
 * label where a row may have several.
 */
record NetworkClassifier(NetworkKernel kernel, List<Labels> targets) implements Estimator {
  private static final Labels MARK = Labels.of(0, 1);

  static NetworkClassifier of(Attributes state) {
    NetworkKernel kernel = Networks.of(state);
    Attributes binarizer = state.inner("_label_binarizer");
    String kind =
        binarizer.choice("y_type_", "multiclass", "binary", "multiclass", "multilabel-indicator");
    Labels labels = state.has("classes_") ? state.labels("classes_") : binarizer.labels("classes_");
    boolean marks = kind.equals("multilabel-indicator");
    int expected = !marks && labels.size() == 2 ? 1 : labels.size();
    if (kernel.outputs() != expected || !marks && labels.size() < 2) {
      throw state.corrupt("has " + labels.size() + " classes and " + kernel.outputs() + " outputs");
    }
    return new NetworkClassifier(
        kernel, marks ? Collections.nCopies(labels.size(), MARK) : List.of(labels));
  }

  private boolean marks() {
    return targets.size() > 1 || targets.getFirst() == MARK;
  }

  @Override
  public int width() {
    return kernel.features();
  }

  @Override
  public Map<Method, List<Form>> forms() {
    int width = marks() && kernel.outputs() > 1 ? targets.size() : Math.max(2, kernel.outputs());
    Map<Method, List<Form>> forms = Form.choosing(targets);
    forms.put(Method.PREDICT_PROBA, List.of(Form.wide(DataType.FP64, width)));
    return forms;
  }

  @Override
  public Answer answer(Method method, Table rows) {
    Matrix checked = Rows.numbers(rows, width(), Rows.Cells.FINITE, "MLPClassifier");
    double[] scores = kernel.apply(checked.values(), rows.rows());
    int outputs = kernel.outputs();
    if (method == Method.PREDICT) {
      return new Answer.Chosen(
          marks() || outputs == 1 ? marked(scores) : largest(scores, outputs), targets);
    }
    return new Answer.Numbers(
        outputs == 1
            ? new Matrix(rows.rows(), 2, Links.paired(scores))
            : new Matrix(rows.rows(), outputs, scores));
  }

  private static int[] marked(double[] scores) {
    int[] marked = new int[scores.length];
    for (int i = 0; i < marked.length; i++) {
      marked[i] = scores[i] > 0.5 ? 1 : 0;
    }
    return marked;
  }

  private static int[] largest(double[] scores, int width) {
    int[] chosen = new int[scores.length / width];
    for (int r = 0; r < chosen.length; r++) {
      chosen[r] = Links.largest(scores, r * width, width);
    }
    return chosen;
  }

  @Override
  public String sizes() {
    return width() + " → " + targets.getFirst().size() + " classes";
  }
}
