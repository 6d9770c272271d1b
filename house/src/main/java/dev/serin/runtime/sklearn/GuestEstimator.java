package dev.serin.runtime.sklearn;

import dev.serin.runtime.Guest;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An estimator of another library as a step: its numbers and classes in the words of this room. */
record GuestEstimator(Guest guest, List<Labels> targets) implements Estimator {

  static GuestEstimator of(Guest guest) {
    return new GuestEstimator(
        guest,
        guest.targets().stream()
            .map(classes -> new Labels(classes.type(), classes.values()))
            .toList());
  }

  @Override
  public int width() {
    return guest.width();
  }

  @Override
  public Map<Method, List<Form>> forms() {
    Map<Method, List<Form>> forms = new EnumMap<>(Method.class);
    for (TensorSpec output : guest.outputs()) {
      Method.named(output.name())
          .ifPresent(method -> forms.put(method, List.of(form(method, output))));
    }
    return forms;
  }

  private Form form(Method method, TensorSpec output) {
    boolean labels = method == Method.PREDICT && !targets.isEmpty();
    DataType type = labels ? output.type() : DataType.FP64;
    return output.shape().size() == 1
        ? Form.flat(type)
        : Form.wide(type, Math.toIntExact(output.shape().get(1)));
  }

  @Override
  public Answer answer(Method method, Table rows) {
    return answers(Set.of(method), rows).get(method);
  }

  @Override
  public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    Rows.width(rows, width(), "the model");
    Set<String> names = new HashSet<>();
    methods.forEach(method -> names.add(method.text()));
    Map<String, Guest.Answer> given = guest.answers(names, tensors(rows));
    Map<Method, Answer> answers = new EnumMap<>(Method.class);
    for (Method method : methods) {
      answers.put(method, answer(method, given.get(method.text()), rows.rows()));
    }
    return answers;
  }

  private Answer answer(Method method, Guest.Answer given, int rows) {
    return switch (given) {
      case Guest.Answer.Chosen(int[] places) -> new Answer.Chosen(places, targets);
      case Guest.Answer.Numbers(double[] cells) -> {
        Form form = forms().get(method).getFirst();
        int width = form.tail().isEmpty() ? 1 : form.tail().getFirst();
        yield new Answer.Numbers(new Matrix(rows, width, cells));
      }
    };
  }

  /** One matrix where all cells are numbers, else one tensor for each column. */
  private List<Tensor> tensors(Table rows) {
    List<TensorSpec> columns = guest.columns();
    boolean numbers =
        columns.isEmpty() || columns.stream().allMatch(spec -> spec.type() == DataType.FP64);
    if (numbers && !(rows instanceof Frame)) {
      Matrix matrix =
          rows instanceof Sparse sparse && guest.absentIsMissing()
              ? missing(sparse)
              : rows.numbers();
      return List.of(
          Tensor.ofDoubles(Inputs.MATRIX, matrix.values(), matrix.rows(), matrix.columns()));
    }
    List<Tensor> tensors = new ArrayList<>();
    for (int c = 0; c < width(); c++) {
      String name = columns.isEmpty() ? "x" + c : columns.get(c).name();
      tensors.add(
          switch (rows.column(c)) {
            case Column.Numbers(double[] cells) -> Tensor.ofDoubles(name, cells, cells.length);
            case Column.Texts(String[] cells) -> Tensor.ofTexts(name, cells, cells.length);
          });
    }
    return tensors;
  }

  /** The stored cells; all others are NaN. */
  private static Matrix missing(Sparse sparse) {
    Matrix dense = sparse.numbers();
    Arrays.fill(dense.values(), Double.NaN);
    for (int row = 0; row < sparse.rows(); row++) {
      for (int i = sparse.starts()[row]; i < sparse.starts()[row + 1]; i++) {
        dense.values()[row * sparse.columns() + sparse.at()[i]] = sparse.values()[i];
      }
    }
    return dense;
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    List<TensorSpec> columns = guest.columns();
    return columns.isEmpty()
        ? Estimator.super.inputs(outputs)
        : columns.stream().map(TensorSpec::type).toList();
  }

  @Override
  public String sizes() {
    return guest.sizes();
  }
}
