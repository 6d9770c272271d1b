package dev.serin.runtime.sklearn;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * How tensors become a batch. A matrix input is called {@code input-0}; columns have the names of
 * the fit. Where a model without names takes numbers and texts, which no one tensor holds, its
 * columns are called {@code x0}, {@code x1} … as scikit-learn calls them. A model of one text a row
 * takes [n] or [n,1] texts called {@code input-0}.
 */
record Inputs(List<TensorSpec> specs, List<TensorSpec> columns) {
  static final String MATRIX = "input-0";

  static Inputs of(Estimator model, List<String> names) {
    List<DataType> types = model.inputs(List.of());
    int width = model.width();
    boolean named = names.size() == width && new HashSet<>(names).size() == width;
    boolean mixed = types.stream().distinct().count() > 1 && types.contains(DataType.BYTES);
    List<TensorSpec> columns = new ArrayList<>();
    for (int c = 0; (named || mixed) && c < width; c++) {
      columns.add(new TensorSpec(named ? names.get(c) : "x" + c, types.get(c), List.of(-1L)));
    }
    boolean texts = types.contains(DataType.BYTES);
    if (model.series() && columns.isEmpty()) {
      columns.add(new TensorSpec(MATRIX, DataType.BYTES, List.of(-1L)));
    }
    DataType type = texts ? DataType.BYTES : DataType.FP64;
    TensorSpec matrix = new TensorSpec(MATRIX, type, List.of(-1L, (long) width));
    return new Inputs(texts && !columns.isEmpty() ? columns : List.of(matrix), columns);
  }

  Table table(List<Tensor> tensors) {
    if (tensors.size() == 1 && tensors.getFirst().shape().length == 2 && !single(tensors)) {
      return matrix(tensors.getFirst());
    }
    if (columns.isEmpty()) {
      throw Rows.invalid("SHAPE", "one tensor of rows and columns is expected");
    }
    return frame(tensors);
  }

  /** Whether the one tensor is the one column, under its name. */
  private boolean single(List<Tensor> tensors) {
    return columns.size() == 1 && columns.getFirst().name().equals(tensors.getFirst().name());
  }

  private Table matrix(Tensor tensor) {
    int rows = Math.toIntExact(tensor.shape()[0]);
    int width = Math.toIntExact(tensor.shape()[1]);
    if (tensor.type() != DataType.BYTES) {
      return new Matrix(rows, width, tensor.doubles());
    }
    String[] cells = tensor.texts();
    List<Column> all = new ArrayList<>(width);
    for (int c = 0; c < width; c++) {
      String[] column = new String[rows];
      for (int r = 0; r < rows; r++) {
        column[r] = cells[r * width + c];
      }
      all.add(new Column.Texts(column));
    }
    return Frame.of(rows, all);
  }

  private Table frame(List<Tensor> tensors) {
    Map<String, Tensor> byName = HashMap.newHashMap(tensors.size());
    tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    int rows = Math.toIntExact(tensors.getFirst().rows());
    List<Column> all = new ArrayList<>(columns.size());
    for (TensorSpec spec : columns) {
      Tensor tensor = byName.get(spec.name());
      if (tensor == null) {
        throw Rows.invalid("COLUMN_MISSING", "the column '" + spec.name() + "' is missing");
      }
      if (tensor.values().size() != rows) {
        throw Rows.invalid(
            "SHAPE",
            "the column '"
                + spec.name()
                + "' has "
                + tensor.values().size()
                + " cells, not "
                + rows);
      }
      all.add(
          tensor.type() == DataType.BYTES
              ? new Column.Texts(tensor.texts())
              : new Column.Numbers(tensor.doubles()));
    }
    return Frame.of(rows, all);
  }
}
