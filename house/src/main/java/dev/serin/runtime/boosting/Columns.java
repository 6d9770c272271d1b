package dev.serin.runtime.boosting;

import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The columns of a model: their names, and for some the categories that stand for the codes 0, 1, …
 * A matrix holds codes already; columns by name hold the categories themselves.
 */
public final class Columns {
  /** The name of the one input of rows and columns. */
  public static final String MATRIX = "input-0";

  private final int width;
  private final List<String> names;
  private final Map<Integer, Categories> categories;
  private final Unknown unknown;

  /** What becomes of a category that was not seen in training. */
  public enum Unknown {
    /** It counts as missing. */
    MISSING,
    /** The rows are refused. */
    REFUSED
  }

  /** The categories of one column in the order of their codes: texts or numbers. */
  public record Categories(DataType type, Map<Object, Integer> codes) {
    /** Texts. */
    public static Categories ofTexts(List<String> texts) {
      return new Categories(DataType.BYTES, numbered(texts));
    }

    /** Numbers. */
    public static Categories ofNumbers(List<Double> numbers) {
      return new Categories(DataType.FP64, numbered(numbers));
    }

    private static Map<Object, Integer> numbered(List<?> values) {
      Map<Object, Integer> codes = HashMap.newHashMap(values.size());
      for (Object value : values) {
        codes.putIfAbsent(value, codes.size());
      }
      return Map.copyOf(codes);
    }
  }

  /** Columns of these names, none where they are unknown or two are the same. */
  public Columns(
      int width, List<String> names, Map<Integer, Categories> categories, Unknown unknown) {
    this.width = width;
    boolean named = names.size() == width && new HashSet<>(names).size() == width;
    this.names = named ? List.copyOf(names) : List.of();
    this.categories = Map.copyOf(categories);
    this.unknown = unknown;
  }

  /** How many columns there are. */
  public int width() {
    return width;
  }

  /** The columns by name; {@code x0}, {@code x1}, … where one holds texts and none has a name. */
  public List<TensorSpec> specs() {
    boolean texts = categories.values().stream().anyMatch(c -> c.type() == DataType.BYTES);
    List<TensorSpec> specs = new ArrayList<>();
    for (int i = 0; i < width && (texts || !names.isEmpty()); i++) {
      Categories known = categories.get(i);
      DataType type = known == null ? DataType.FP64 : known.type();
      specs.add(new TensorSpec(names.isEmpty() ? "x" + i : names.get(i), type, List.of(-1L)));
    }
    return specs;
  }

  /** The rows [n, width] of one matrix, or of one tensor for each column. */
  double[] rows(List<Tensor> given) {
    if (given.size() == 1 && given.getFirst().shape().length == 2) {
      Tensor matrix = given.getFirst();
      if (matrix.shape()[1] != width) {
        throw invalid(
            "WRONG_WIDTH",
            "the rows have " + matrix.shape()[1] + " features, the model takes " + width);
      }
      if (matrix.type() != DataType.BYTES) {
        return matrix.doubles();
      }
    }
    return columns(given);
  }

  private double[] columns(List<Tensor> given) {
    Map<String, Tensor> byName = HashMap.newHashMap(given.size());
    given.forEach(tensor -> byName.put(tensor.name(), tensor));
    int rows = Math.toIntExact(given.getFirst().rows());
    List<TensorSpec> specs = specs();
    if (specs.isEmpty()) {
      throw invalid("SHAPE", "one tensor of rows and columns is expected");
    }
    double[] cells = new double[Math.multiplyExact(rows, width)];
    for (int i = 0; i < width; i++) {
      String name = specs.get(i).name();
      Tensor column = byName.get(name);
      if (column == null || column.values().size() != rows) {
        throw invalid("COLUMN_MISSING", "the column '" + name + "' is missing or not as long");
      }
      for (int row = 0; row < rows; row++) {
        cells[row * width + i] = cell(i, name, column, row);
      }
    }
    return cells;
  }

  @SuppressWarnings("ReferenceEquality") // a missing cell is known by identity
  private double cell(int at, String name, Tensor column, int row) {
    Categories known = categories.get(at);
    if (column.type() == DataType.BYTES) {
      String text = column.texts()[row];
      if (text == Values.Texts.MISSING) {
        return Double.NaN;
      }
      if (known == null || known.type() != DataType.BYTES) {
        throw invalid("NOT_A_NUMBER", "the column '" + name + "' holds the text '" + text + "'");
      }
      return code(known, text, name);
    }
    double number = column.doubles()[row];
    if (known == null || Double.isNaN(number)) {
      return number;
    }
    return code(known, number + 0.0, name);
  }

  private double code(Categories known, Object value, String name) {
    Integer code = known.codes().get(value);
    if (code != null) {
      return code;
    }
    if (unknown == Unknown.REFUSED) {
      throw invalid(
          "UNKNOWN_CATEGORY", "the column '" + name + "' holds " + value + ", unseen in training");
    }
    return Double.NaN;
  }

  /** A refusal of the batch. */
  public static Problem.Raised invalid(String code, String message) {
    return new Problem.Raised(new Problem.Invalid(code, "inputs", message));
  }
}
