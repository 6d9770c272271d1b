package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Invertible;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Sparse;
import dev.serin.runtime.sklearn.Table;
import java.util.Arrays;

/**
 * Scales each column: {@code (x - minus) / over * times + plus}, then clips. A scaler that lacks a
 * part has the neutral number there, which changes no bit of the result. NaN stays NaN.
 */
final class ColumnScaler implements Invertible {
  private final String name;
  private final double[] minus;
  private final double[] over;
  private final double[] times;
  private final double[] plus;
  private final Range range;

  private record Range(double low, double high) {
    static final Range OPEN = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  private ColumnScaler(String name, double[] minus, double[] over) {
    this(name, minus, over, filled(over.length, 1), filled(over.length, 0), Range.OPEN);
  }

  private ColumnScaler(
      String name, double[] minus, double[] over, double[] times, double[] plus, Range range) {
    this.name = name;
    this.minus = minus;
    this.over = over;
    this.times = times;
    this.plus = plus;
    this.range = range;
  }

  /** {@code StandardScaler}. */
  static ColumnScaler standard(Attributes state) {
    return centred(state, state.flag("with_mean", true), "mean_", state.flag("with_std", true));
  }

  /** {@code RobustScaler}. */
  static ColumnScaler robust(Attributes state) {
    return centred(
        state, state.flag("with_centering", true), "center_", state.flag("with_scaling", true));
  }

  private static ColumnScaler centred(
      Attributes state, boolean centre, String centreName, boolean scale) {
    int width =
        scale
            ? state.vector("scale_").length
            : centre ? state.vector(centreName).length : state.width();
    if (width < 0) {
      throw state.corrupt("does not say how many columns it takes");
    }
    state.width(width);
    return new ColumnScaler(
        state.name(),
        centre ? state.vector(centreName, width) : filled(width, 0),
        scale ? state.vector("scale_", width) : filled(width, 1));
  }

  /** {@code MaxAbsScaler}; since 1.9 it may clip. */
  static ColumnScaler maxAbs(Attributes state) {
    double[] over = state.vector("scale_");
    state.width(over.length);
    int width = over.length;
    Range range = state.flag("clip", false) ? new Range(-1, 1) : Range.OPEN;
    return new ColumnScaler(
        state.name(), filled(width, 0), over, filled(width, 1), filled(width, 0), range);
  }

  /** {@code MinMaxScaler}. */
  static ColumnScaler minMax(Attributes state) {
    double[] times = state.vector("scale_");
    int width = times.length;
    state.width(width);
    return new ColumnScaler(
        state.name(),
        filled(width, 0),
        filled(width, 1),
        times,
        state.vector("min_", width),
        state.flag("clip", false) ? range(state) : Range.OPEN);
  }

  private static Range range(Attributes state) {
    double[] ends =
        state.items("feature_range").stream()
            .mapToDouble(node -> state.real("feature_range", node))
            .toArray();
    if (ends.length != 2 || !(ends[0] <= ends[1])) {
      throw state.corrupt("has no range of two numbers in feature_range");
    }
    return new Range(ends[0], ends[1]);
  }

  private static double[] filled(int width, double value) {
    double[] numbers = new double[width];
    Arrays.fill(numbers, value);
    return numbers;
  }

  @Override
  public int width() {
    return over.length;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return over.length;
  }

  @Override
  public Table transform(Table rows) {
    if (rows instanceof Sparse && keepsZeros()) {
      return scaled((Sparse) Rows.table(rows, width(), Rows.Cells.NAN, name));
    }
    return scaled(Rows.numbers(rows, width(), Rows.Cells.NAN, name));
  }

  /** Whether a zero is always scaled to zero, so that sparse rows stay sparse. */
  private boolean keepsZeros() {
    return Arrays.stream(minus).allMatch(part -> part == 0)
        && Arrays.stream(plus).allMatch(part -> part == 0)
        && range.low <= 0
        && range.high >= 0;
  }

  private Sparse scaled(Sparse rows) {
    double[] values = rows.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = scaled(values[i], rows.at()[i]);
    }
    return rows.with(values);
  }

  private double scaled(double cell, int column) {
    double value = (cell - minus[column]) / over[column] * times[column] + plus[column];
    return Double.isNaN(value) ? value : Math.clamp(value, range.low, range.high);
  }

  /** The scaled numbers, without checks. */
  Matrix scaled(Matrix rows) {
    int width = over.length;
    Matrix scaled = Matrix.zeros(rows.rows(), width);
    double[] from = rows.values();
    double[] to = scaled.values();
    for (int i = 0; i < from.length; i++) {
      to[i] = scaled(from[i], i % width);
    }
    return scaled;
  }

  @Override
  public Matrix back(Matrix transformed) {
    Rows.check(transformed.values(), Rows.Cells.NAN, name);
    int width = over.length;
    Matrix rows = Matrix.zeros(transformed.rows(), width);
    for (int i = 0; i < rows.values().length; i++) {
      int c = i % width;
      rows.values()[i] = (transformed.values()[i] - plus[c]) / times[c] * over[c] + minus[c];
    }
    return rows;
  }
}
