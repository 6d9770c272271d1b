package dev.serin.runtime.folder;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.JsonCells;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request body that MLflow kept beside a model ({@code serving_input_example.json}: one of
 * dataframe_split, dataframe_records, inputs, instances), as the inputs of a signature.
 */
record InputExample(Signature signature) {
  private static final int DEPTH = 100;

  /** The inputs, or in words why the text has none for this signature. */
  Read read(String text) {
    try {
      if (!(Json.parse(text, DEPTH) instanceof Json.Obj body)) {
        return new Read(Optional.empty(), "it is no JSON object");
      }
      if (body.object("dataframe_split").isPresent()) {
        return inputs(split(body.object("dataframe_split").get()));
      }
      if (!body.list("dataframe_records").isEmpty()) {
        return inputs(records(body.list("dataframe_records")));
      }
      Optional<Json> plain = body.member("inputs").or(() -> body.member("instances"));
      return plain.isPresent()
          ? plain(plain.get())
          : new Read(Optional.empty(), "it has no dataframe_split, dataframe_records or inputs");
    } catch (Problem.Raised malformed) {
      return new Read(Optional.empty(), malformed.problem().message());
    } catch (IllegalArgumentException | ArithmeticException mismatch) {
      return new Read(Optional.empty(), "its values do not fit: " + mismatch.getMessage());
    }
  }

  /** {@code why} is empty when the inputs were read. */
  record Read(Optional<List<Tensor>> inputs, String why) {}

  private static Frame split(Json.Obj split) {
    Frame columns = new Frame(new LinkedHashMap<>());
    List<Json> names = split.list("columns");
    for (Json row : split.list("data")) {
      List<Json> cells = row instanceof Json.Arr(List<Json> items) ? items : List.of(row);
      for (int c = 0; c < cells.size(); c++) {
        boolean named = c < names.size() && names.get(c) instanceof Json.Str;
        String name = named ? ((Json.Str) names.get(c)).value() : Integer.toString(c);
        columns.add(name, cells.get(c));
      }
    }
    return columns;
  }

  private static Frame records(List<Json> records) {
    Frame columns = new Frame(new LinkedHashMap<>());
    for (Json row : records) {
      if (row instanceof Json.Obj(var members)) {
        members.forEach(columns::add);
      }
    }
    return columns;
  }

  /** The cells of a frame, by column. */
  private record Frame(Map<String, List<Json>> cells) {
    void add(String column, Json cell) {
      cells.computeIfAbsent(column, _ -> new ArrayList<>()).add(cell);
    }
  }

  private Read inputs(Frame frame) {
    Map<String, List<Json>> cells = frame.cells();
    List<Tensor> tensors = new ArrayList<>();
    List<TensorSpec> wanted = byColumns() ? signature.columns() : signature.inputs();
    if (!byColumns() && wanted.size() == 1) {
      return new Read(Optional.of(List.of(matrix(wanted.getFirst(), cells))), "");
    }
    for (TensorSpec spec : wanted) {
      List<Json> column = cells.get(spec.name());
      if (column == null) {
        return new Read(Optional.empty(), "it has no column '" + spec.name() + "'");
      }
      tensors.add(tensor(spec, new Json.Arr(column)));
    }
    return new Read(Optional.of(tensors), "");
  }

  private boolean byColumns() {
    return !signature.columns().isEmpty();
  }

  private static Tensor matrix(TensorSpec spec, Map<String, List<Json>> columns) {
    List<Json> rows = new ArrayList<>();
    int count = columns.values().stream().mapToInt(List::size).min().orElse(0);
    for (int r = 0; r < count; r++) {
      int row = r;
      rows.add(new Json.Arr(columns.values().stream().map(cells -> cells.get(row)).toList()));
    }
    return tensor(spec, new Json.Arr(rows));
  }

  private Read plain(Json inputs) {
    if (inputs instanceof Json.Obj(var members)) {
      List<Tensor> tensors = new ArrayList<>();
      for (Map.Entry<String, Json> each : members.entrySet()) {
        Optional<TensorSpec> spec =
            signature
                .input(each.getKey())
                .or(() -> column(each.getKey()))
                .or(() -> members.size() == 1 ? only() : Optional.empty());
        if (spec.isEmpty()) {
          return new Read(Optional.empty(), "the model has no input '" + each.getKey() + "'");
        }
        tensors.add(tensor(spec.get(), each.getValue()));
      }
      return new Read(Optional.of(tensors), "");
    }
    return only()
        .map(spec -> new Read(Optional.of(List.of(tensor(spec, inputs))), ""))
        .orElseGet(() -> new Read(Optional.empty(), "the model has several inputs"));
  }

  private Optional<TensorSpec> column(String name) {
    return signature.columns().stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  private Optional<TensorSpec> only() {
    return signature.inputs().size() == 1
        ? Optional.of(signature.inputs().getFirst())
        : Optional.empty();
  }

  private static Tensor tensor(TensorSpec spec, Json data) {
    DataType type = spec.type();
    List<Json> cells = JsonCells.flat(data);
    return new Tensor(spec.name(), type, JsonCells.shape(data), JsonCells.values(type, cells));
  }
}
