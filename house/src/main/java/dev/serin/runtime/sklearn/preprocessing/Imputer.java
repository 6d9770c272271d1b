package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Column;
import dev.serin.runtime.sklearn.Frame;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code SimpleImputer}: puts each column's statistic where a cell is missing. A column that was
 * empty in the fit has none and is left out. Marks of the missing cells may follow behind. The
 * {@code Imputer} of 0.21 and before is the same for columns, and takes any number.
 */
final class Imputer implements Transformer {
  private final String name;
  private final int width;
  private final List<Fill> fills;
  private final Missing missing;
  private final Rows.Cells cells;
  private final List<Indicator> indicator; // one or none

  private sealed interface Fill {
    int column();

    record WithNumber(int column, double value) implements Fill {}

    record WithText(int column, String value) implements Fill {}
  }

  private Imputer(
      Attributes state, List<Fill> fills, int width, Rows.Cells cells, List<Indicator> indicator) {
    this.name = state.name();
    this.width = width;
    this.fills = List.copyOf(fills);
    this.missing = Missing.of(state);
    this.cells = cells;
    this.indicator = indicator;
  }

  /** {@code Imputer}, which could also fill rows: their statistics are not in the file. */
  static Imputer ancient(Attributes state) {
    state.choice("strategy", "mean", "mean", "median", "most_frequent");
    if (state.whole("axis", 0) != 0) {
      throw state.unsupported("axis is " + state.whole("axis", 0) + ", known is 0");
    }
    List<Node> each = each(state, state.node("statistics_"));
    return new Imputer(state, fills(state, each, false), each.size(), Rows.Cells.ANY, List.of());
  }

  static Imputer of(Attributes state) {
    String strategy =
        state.choice("strategy", "mean", "mean", "median", "most_frequent", "constant");
    List<Node> each = each(state, state.node("statistics_"));
    state.width(each.size());
    // Before 1.8 a constant filled empty columns too, whatever keep_empty_features said.
    boolean all = strategy.equals("constant") && state.release().before(1, 8);
    List<Indicator> indicator =
        state.flag("add_indicator", false)
            ? List.of(Indicator.of(state.inner("indicator_")))
            : List.of();
    if (!indicator.isEmpty() && indicator.getFirst().width() != each.size()) {
      throw state.corrupt("has an indicator of another width");
    }
    Rows.Cells cells = Missing.of(state).cells();
    return new Imputer(state, fills(state, each, all), each.size(), cells, indicator);
  }

  private static List<Fill> fills(Attributes state, List<Node> each, boolean all) {
    List<Fill> fills = new ArrayList<>();
    for (int c = 0; c < each.size(); c++) {
      fill(state, each.get(c), c, all).ifPresent(fills::add);
    }
    return fills;
  }

  private static List<Node> each(Attributes state, Node statistics) {
    if (statistics instanceof Node.Array array && !array.value().dtype().object()) {
      if (array.value().dtype().kind() == 'U') {
        return Arrays.stream(array.value().texts())
            .map(text -> (Node) new Node.Text(text))
            .toList();
      }
      return Arrays.stream(array.value().doubles())
          .mapToObj(value -> (Node) new Node.Real(value))
          .toList();
    }
    return state.items("statistics_", statistics);
  }

  private static Optional<Fill> fill(Attributes state, Node node, int column, boolean all) {
    return switch (node) {
      case Node.Text(String text) -> Optional.of(new Fill.WithText(column, text));
      case Node.None _ -> Optional.of(new Fill.WithText(column, Values.Texts.MISSING));
      default -> {
        double value = state.real("statistics_", node);
        yield Double.isNaN(value) && !all
            ? Optional.empty()
            : Optional.of(new Fill.WithNumber(column, value));
      }
    };
  }

  private boolean numeric() {
    return fills.stream().allMatch(Fill.WithNumber.class::isInstance);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return fills.size() + indicator.stream().mapToInt(marks -> marks.outputWidth(width)).sum();
  }

  @Override
  public DataType cells() {
    return numeric() ? DataType.FP64 : DataType.BYTES;
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    DataType[] types = new DataType[width];
    Arrays.fill(types, numeric() ? DataType.FP64 : DataType.BYTES);
    for (Fill fill : fills) {
      types[fill.column()] = fill instanceof Fill.WithText ? DataType.BYTES : DataType.FP64;
    }
    return List.of(types);
  }

  @Override
  public Table transform(Table rows) {
    Rows.atLeastOne(rows, name);
    Table checked = numeric() ? Rows.numbers(rows, width, cells, name) : rows;
    Rows.width(checked, width, name);
    for (int c = 0; c < width && !numeric(); c++) {
      missing.check(checked.column(c), name);
    }
    List<Column> columns = new ArrayList<>();
    for (Fill fill : fills) {
      columns.add(filled(fill, checked.column(fill.column())));
    }
    Table filled = Frame.of(rows.rows(), columns);
    if (indicator.isEmpty()) {
      return filled;
    }
    return Table.beside(List.of(filled, indicator.getFirst().marks(checked)), rows.rows());
  }

  private Column filled(Fill fill, Column column) {
    boolean[] gone = missing.in(column);
    return switch (fill) {
      case Fill.WithNumber(int _, double value) -> {
        double[] cells = numbers(column).clone();
        for (int r = 0; r < cells.length; r++) {
          cells[r] = gone[r] ? value : cells[r];
        }
        yield new Column.Numbers(cells);
      }
      case Fill.WithText(int _, String value) -> {
        String[] cells = texts(column).clone();
        for (int r = 0; r < cells.length; r++) {
          cells[r] = gone[r] ? value : cells[r];
        }
        yield new Column.Texts(cells);
      }
    };
  }

  private static double[] numbers(Column column) {
    return switch (column) {
      case Column.Numbers(double[] cells) -> cells;
      case Column.Texts(String[] cells) ->
          new Frame(cells.length, List.of(column)).numbers().values();
    };
  }

  private static String[] texts(Column column) {
    return switch (column) {
      case Column.Texts(String[] cells) -> cells;
      case Column.Numbers(double[] cells) -> {
        String[] texts = new String[cells.length];
        for (int r = 0; r < cells.length; r++) {
          texts[r] = Double.isNaN(cells[r]) ? Values.Texts.MISSING : Double.toString(cells[r]);
        }
        yield texts;
      }
    };
  }
}
