package dev.serin.runtime.sklearn;

import dev.serin.base.Deadline;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A fitted scikit-learn model behind the port: tensors in, the answers of its methods out. */
final class SklearnPredictor implements Predictor {
  private final Estimator model;
  private final Inputs inputs;
  private final Signature signature;
  private final boolean joint;
  private final long bytes;

  SklearnPredictor(Estimator model, Inputs inputs, boolean joint, long bytes) {
    this.model = model;
    this.inputs = inputs;
    this.joint = joint;
    this.bytes = bytes;
    this.signature = signature(model, inputs);
  }

  private static Signature signature(Estimator model, Inputs inputs) {
    List<TensorSpec> outputs = new ArrayList<>();
    Map<Method, List<Form>> forms = model.forms();
    for (Method method : Method.values()) {
      List<Form> parts = forms.getOrDefault(method, List.of());
      for (int i = 0; i < parts.size(); i++) {
        outputs.add(parts.get(i).spec(name(method, parts.size(), i)));
      }
    }
    List<Labels> targets = model.targets();
    return new Signature(
        Signature.Kind.TABULAR,
        inputs.specs(),
        outputs,
        inputs.columns(),
        targets.size() == 1 ? targets.getFirst().names() : List.of(),
        usual(outputs.stream().map(TensorSpec::name).toList()));
  }

  /** What a client gets who names no output: the first, or both parts of a search. */
  private static List<String> usual(List<String> outputs) {
    boolean search = outputs.getFirst().equals(Method.KNEIGHBORS_DISTANCES.text());
    return search ? outputs : outputs.subList(0, 1);
  }

  /** Several targets have one output each: {@code predict_proba_0}, {@code predict_proba_1}. */
  private static String name(Method method, int parts, int at) {
    return parts == 1 ? method.text() : method.text() + "_" + at;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Tensor> predict(List<Tensor> given, Set<String> outputs, Deadline deadline) {
    deadline.check("the prediction");
    Set<Method> methods = EnumSet.noneOf(Method.class);
    Map<Method, List<Form>> forms = model.forms();
    forms.forEach(
        (method, parts) -> {
          for (int i = 0; i < parts.size(); i++) {
            if (outputs.contains(name(method, parts.size(), i))) {
              methods.add(method);
            }
          }
        });
    Map<Method, Answer> answers = model.answers(methods, inputs.table(given));
    List<Tensor> wanted = new ArrayList<>();
    for (Method method : methods) {
      for (Tensor tensor : tensors(method, forms.get(method), answers.get(method))) {
        if (outputs.contains(tensor.name())) {
          wanted.add(tensor);
        }
      }
    }
    deadline.check("the prediction");
    return wanted;
  }

  private static List<Tensor> tensors(Method method, List<Form> forms, Answer answer) {
    return switch (answer) {
      case Answer.Chosen chosen -> {
        Form form = forms.getFirst();
        int rows = chosen.indices().length / chosen.targets().size();
        yield List.of(
            Labels.tensor(
                method.text(), chosen, shape(form, rows, Math.max(1, chosen.targets().size()))));
      }
      case Answer.Cells(Table table) -> List.of(cells(method.text(), forms.getFirst(), table));
      case Answer.Numbers(List<Matrix> matrices) -> {
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < matrices.size(); i++) {
          parts.add(cells(name(method, matrices.size(), i), forms.get(i), matrices.get(i)));
        }
        yield parts;
      }
    };
  }

  private static long[] shape(Form form, int rows, int width) {
    return form.tail().isEmpty() ? new long[] {rows} : new long[] {rows, width};
  }

  private static Tensor cells(String name, Form form, Table table) {
    long[] shape = shape(form, table.rows(), table.columns());
    if (form.type() == DataType.BYTES) {
      return Tensor.ofTexts(name, texts(table), shape);
    }
    double[] cells = table.numbers().values();
    return form.type() == DataType.INT64
        ? Tensor.ofLongs(name, Arrays.stream(cells).mapToLong(cell -> (long) cell).toArray(), shape)
        : Tensor.ofDoubles(name, cells, shape);
  }

  private static String[] texts(Table table) {
    String[] cells = new String[table.rows() * table.columns()];
    for (int c = 0; c < table.columns(); c++) {
      Column column = table.column(c);
      for (int r = 0; r < table.rows(); r++) {
        cells[r * table.columns() + c] = text(column, r);
      }
    }
    return cells;
  }

  private static String text(Column column, int row) {
    return switch (column) {
      case Column.Texts(String[] cells) -> cells[row];
      case Column.Numbers(double[] cells) ->
          Double.isNaN(cells[row]) ? Values.Texts.MISSING : Double.toString(cells[row]);
    };
  }

  @Override
  public boolean joint() {
    return joint;
  }

  @Override
  public long memoryBytes() {
    return bytes;
  }

  @Override
  public void close() {} // nothing outside of the heap
}
