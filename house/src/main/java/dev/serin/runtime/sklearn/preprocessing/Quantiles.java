package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Invertible;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Release;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;

/**
 * {@code QuantileTransformer}: the rank of each cell among the quantiles of the fit, interpolated
 * upwards and downwards and averaged, so that repeated quantiles give the middle of their ranks.
 * For the normal output the rank goes through the inverse normal distribution, clipped. In 0.20
 * even ranks were clipped, a little inside of 0 and 1.
 */
final class Quantiles implements Invertible {
  private static final double BORDER = 1e-7;
  private static final double LEAST = BORDER - Math.ulp(1.0);
  private static final double LOWEST = Normal.quantile(LEAST);
  private static final double HIGHEST = Normal.quantile(1 - LEAST);

  private final double[][] ascending;
  private final double[][] descending;
  private final double[] ranks;
  private final double[] turned;
  private final boolean normal;
  private final boolean clipped;

  private Quantiles(double[][] ascending, double[] ranks, boolean normal, boolean clipped) {
    this.clipped = clipped;
    this.ascending = ascending;
    this.ranks = ranks;
    this.normal = normal;
    this.turned = turned(ranks);
    this.descending = new double[ascending.length][];
    for (int c = 0; c < ascending.length; c++) {
      descending[c] = turned(ascending[c]);
    }
  }

  static Quantiles of(Attributes state) {
    boolean normal =
        state.choice("output_distribution", "uniform", "uniform", "normal").equals("normal");
    Matrix quantiles = state.matrix("quantiles_");
    state.width(quantiles.columns());
    double[] ranks = state.vector("references_", quantiles.rows());
    if (ranks.length == 0) {
      throw state.corrupt("has no quantiles");
    }
    double[][] ascending = new double[quantiles.columns()][];
    for (int c = 0; c < ascending.length; c++) {
      ascending[c] = quantiles.copy(c);
    }
    Release release = state.release();
    boolean clipped = release.before(0, 21) && !release.equals(Release.UNKNOWN);
    return new Quantiles(ascending, ranks, normal, clipped);
  }

  /** The negated numbers from last to first, which ascend when the numbers do. */
  private static double[] turned(double[] numbers) {
    double[] turned = new double[numbers.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = -numbers[turned.length - 1 - i];
    }
    return turned;
  }

  @Override
  public int width() {
    return ascending.length;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return ascending.length;
  }

  @Override
  public Matrix transform(Table rows) {
    Matrix from = Rows.numbers(rows, width(), Rows.Cells.NAN, "QuantileTransformer");
    Matrix to = Matrix.zeros(from.rows(), from.columns());
    for (int i = 0; i < from.values().length; i++) {
      double cell = from.values()[i];
      to.values()[i] = Double.isNaN(cell) ? cell : transformed(cell, i % ascending.length);
    }
    return to;
  }

  private double transformed(double cell, int column) {
    double rank = rank(cell, column);
    if (!normal) {
      return clipped ? Math.clamp(rank, LEAST, 1 - LEAST) : rank;
    }
    double value = Normal.quantile(rank);
    return Double.isNaN(value) ? value : Math.clamp(value, LOWEST, HIGHEST);
  }

  private double rank(double cell, int column) {
    double[] points = ascending[column];
    double first = points[0];
    double last = points[points.length - 1];
    if (normal || clipped ? cell - BORDER < first : cell == first) {
      return 0;
    }
    if (normal || clipped ? cell + BORDER > last : cell == last) {
      return 1;
    }
    double up = interpolated(cell, points, ranks);
    double down = interpolated(-cell, descending[column], turned);
    return 0.5 * (up - down);
  }

  /** NumPy's linear interpolation, with its rounding. */
  private static double interpolated(double x, double[] points, double[] values) {
    int last = points.length - 1;
    if (last == 0 || x < points[0]) {
      return values[0];
    }
    if (x >= points[last]) {
      return values[last];
    }
    int at = lastAtMost(x, points);
    if (points[at] == x) {
      return values[at];
    }
    double slope = (values[at + 1] - values[at]) / (points[at + 1] - points[at]);
    return slope * (x - points[at]) + values[at];
  }

  private static int lastAtMost(double x, double[] points) {
    int low = 0;
    int high = points.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (points[middle] <= x) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return Math.min(low, points.length - 2);
  }

  @Override
  public Matrix back(Matrix transformed) {
    Rows.check(transformed.values(), Rows.Cells.NAN, "QuantileTransformer");
    Matrix rows = Matrix.zeros(transformed.rows(), transformed.columns());
    for (int i = 0; i < rows.values().length; i++) {
      double cell = transformed.values()[i];
      double rank = normal ? Normal.rank(cell) : cell;
      rows.values()[i] = Double.isNaN(rank) ? rank : back(rank, ascending[i % ascending.length]);
    }
    return rows;
  }

  private double back(double rank, double[] points) {
    if (normal ? rank - BORDER < 0 : rank == 0) {
      return points[0];
    }
    if (normal ? rank + BORDER > 1 : rank == 1) {
      return points[points.length - 1];
    }
    return interpolated(rank, ranks, points);
  }
}
