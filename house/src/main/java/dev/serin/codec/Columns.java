package dev.serin.codec;

import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows whose columns have names, for models that know their columns: JSON records ({@code
 * [{"age":31,"city":"Bern"}]}), rows ({@code [[31,"Bern"]]}, in the model's order), lists by name
 * ({@code {"age":[31],"city":["Bern"]}}), or CSV with a header. {@code null} and an empty cell are
 * missing values. One tensor of shape [n] per column comes out, in the model's order. For one
 * request.
 */
public final class Columns {
  private final List<TensorSpec> specs;
  private final List<Elements> columns = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private int rows;

  private Columns(List<TensorSpec> specs) {
    this.specs = specs;
    for (TensorSpec spec : specs) {
      places.put(spec.name(), columns.size());
      columns.add(Elements.of(spec.type(), 0));
    }
  }

  /**
   * Room for rows of this model.
   *
   * @throws dev.serin.base.Problem.Raised {@code Invalid} when its columns have no names
   */
  public static Columns of(Signature signature) {
    if (signature.columns().isEmpty()) {
      throw Wrong.invalid(
          "COLUMNS_UNKNOWN",
          "inputs",
          "the columns of this model have no names; expected " + Expected.by(signature));
    }
    return new Columns(signature.columns());
  }

  /** Reads an array whose elements are objects by column name, or arrays in column order. */
  public List<Tensor> records(JsonScanner in) {
    in.array(
        () -> {
          rows++;
          if (in.peek() == '[') {
            row(in);
          } else {
            in.object(name -> columns.get(place(name)).read(in));
          }
          checkRow();
        });
    return tensors();
  }

  /** Reads one row: an array of values in column order. */
  List<Tensor> single(JsonScanner in) {
    rows++;
    row(in);
    checkRow();
    return tensors();
  }

  private void row(JsonScanner in) {
    int[] next = {0};
    in.array(
        () -> {
          if (next[0] == columns.size()) {
            throw tooWide(next[0] + 1);
          }
          columns.get(next[0]++).read(in);
        });
  }

  private RuntimeException tooWide(int found) {
    return Wrong.shape(
        "row " + rows,
        "row "
            + rows
            + " has "
            + found
            + " or more values, the model has "
            + columns.size()
            + " columns: "
            + names());
  }

  /** Reads an object that has a list of values, or one value, for each column. */
  public List<Tensor> lists(JsonScanner in) {
    in.object(
        name -> {
          Elements column = columns.get(place(name));
          long[] shape = NestedArray.read(in, column);
          if (shape.length > 1) {
            throw Wrong.shape("inputs." + name, "the column '" + name + "' is a flat list");
          }
          rows = Math.max(rows, column.size());
        });
    checkRow();
    return tensors();
  }

  /** Reads CSV: a header of column names in any order, then rows. */
  public List<Tensor> csv(byte[] utf8) {
    Csv csv = new Csv(utf8);
    List<String> cells = new ArrayList<>();
    if (!csv.row(cells)) {
      throw Wrong.invalid("CSV_INVALID", "body", "the CSV has no header; expected " + names());
    }
    List<Integer> order = header(cells);
    while (csv.row(cells)) {
      rows++;
      if (cells.size() != order.size()) {
        throw Wrong.shape(
            "line " + csv.line(),
            "line " + csv.line() + " has " + cells.size() + " cells, the header " + order.size());
      }
      for (int i = 0; i < cells.size(); i++) {
        cell(order.get(i), cells.get(i), csv.line());
      }
    }
    return tensors();
  }

  private List<Integer> header(List<String> names) {
    List<Integer> order = new ArrayList<>();
    for (String name : names) {
      int place = place(name);
      if (order.contains(place)) {
        throw Wrong.invalid(
            "COLUMN_DUPLICATE", "inputs." + name, "the column '" + name + "' stands twice");
      }
      order.add(place);
    }
    for (TensorSpec spec : specs) {
      if (!names.contains(spec.name())) {
        throw missing(spec.name(), "the header");
      }
    }
    return order;
  }

  private void cell(int place, String cell, int line) {
    Elements column = columns.get(place);
    String name = specs.get(place).name();
    try {
      if (!cell.isEmpty()) {
        column.parse(cell);
      } else if (!column.missing()) {
        throw Wrong.value(
            "inputs." + name,
            "the column '"
                + name
                + "' ("
                + column.type
                + ") has no missing values (line "
                + line
                + ")");
      }
    } catch (NumberFormatException _) {
      throw Wrong.value(
          "inputs." + name,
          "'"
              + cell
              + "' in the column '"
              + name
              + "' is no "
              + column.type
              + " (line "
              + line
              + ")");
    }
  }

  private int place(String name) {
    Integer place = places.get(name);
    if (place == null) {
      throw Wrong.invalid(
          "COLUMN_UNKNOWN",
          "inputs." + name,
          "the model has no column '" + name + "'; it has " + names());
    }
    return place;
  }

  private void checkRow() {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).size() != rows) {
        throw missing(specs.get(i).name(), "row " + rows);
      }
    }
  }

  private RuntimeException missing(String name, String where) {
    return Wrong.invalid(
        "COLUMN_MISSING",
        "inputs." + name,
        "the column '" + name + "' is missing in " + where + "; expected " + names());
  }

  private String names() {
    return String.join(", ", specs.stream().map(TensorSpec::name).toList());
  }

  private List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      tensors.add(columns.get(i).tensor(specs.get(i).name(), rows));
    }
    return tensors;
  }
}
