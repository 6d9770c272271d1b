package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import java.util.Arrays;
import java.util.List;

/**
 * {@code SplineTransformer}: the B-spline basis functions of each column. Beyond the outer knots
 * they stay as they are there, go on as straight lines or as the same polynomials, repeat, or are
 * refused.
 */
final class Splines implements Transformer {
  private static final String WHO = "SplineTransformer";

  private final List<BSpline> splines;
  private final int degree;
  private final Beyond beyond;
  private final boolean bias;
  private final boolean missingIsZero;

  private enum Beyond {
    CONSTANT,
    LINEAR,
    PERIODIC,
    CONTINUE,
    ERROR
  }

  private Splines(Attributes state, List<BSpline> splines, int degree) {
    this.splines = splines;
    this.degree = degree;
    this.beyond =
        switch (state.choice(
            "extrapolation", "constant", "error", "constant", "linear", "continue", "periodic")) {
          case "linear" -> Beyond.LINEAR;
          case "periodic" -> Beyond.PERIODIC;
          case "continue" -> Beyond.CONTINUE;
          case "error" -> Beyond.ERROR;
          default -> Beyond.CONSTANT;
        };
    this.bias = state.flag("include_bias", true);
    this.missingIsZero = state.choice("handle_missing", "error", "error", "zeros").equals("zeros");
  }

  static Splines of(Attributes state, Workshop workshop) {
    int degree = state.whole("degree", 3);
    List<Node> nodes = state.items("bsplines_");
    state.width(nodes.size());
    List<BSpline> splines =
        nodes.stream().map(node -> BSpline.of(state.inner("bsplines_", node))).toList();
    int width = splines.isEmpty() ? 0 : splines.getFirst().width();
    if (width < degree || width < 2 || splines.stream().anyMatch(s -> s.width() != width)) {
      throw state.corrupt("has splines of different sizes");
    }
    if (splines.stream().anyMatch(spline -> spline.degree() != degree)) {
      throw state.corrupt("has splines of another degree");
    }
    workshop.checkedWidth(state.place(), (long) width * splines.size());
    return new Splines(state, splines, degree);
  }

  private int each() {
    return splines.getFirst().width();
  }

  @Override
  public int width() {
    return splines.size();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return splines.size() * (each() - (bias ? 0 : 1));
  }

  @Override
  public Matrix transform(Table rows) {
    Rows.Cells cells = missingIsZero ? Rows.Cells.ANY : Rows.Cells.FINITE;
    Matrix from = Rows.numbers(rows, width(), cells, WHO);
    int given = bias ? each() : each() - 1;
    int width = outputWidth(width());
    Matrix to = Matrix.zeros(from.rows(), width);
    for (int c = 0; c < splines.size(); c++) {
      for (int r = 0; r < from.rows(); r++) {
        double[] values = values(c, from.at(r, c));
        System.arraycopy(values, 0, to.values(), r * width + c * given, given);
      }
    }
    return to;
  }

  private double[] values(int column, double x) {
    BSpline spline = splines.get(column);
    if (Double.isNaN(x)) {
      return new double[each()];
    }
    return switch (beyond) {
      case CONTINUE -> spline.at(x, false);
      case ERROR -> {
        double[] values = spline.at(x, false);
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
          throw Rows.invalid("OUT_OF_DOMAIN", "a cell lies beyond the limits of the knots");
        }
        yield values;
      }
      case PERIODIC -> spline.at(periodic(spline, x), false);
      case CONSTANT, LINEAR -> bounded(spline, x, column);
    };
  }

  /** The place of x within one period, with the remainder's sign as in Python. */
  private static double periodic(BSpline spline, double x) {
    double from = spline.knots()[spline.degree()];
    double period = spline.knots()[spline.functions()] - from;
    if (!(period > 0)) {
      return 0;
    }
    double rest = (x - from) % period;
    return from + (rest < 0 ? rest + period : rest);
  }

  private double[] bounded(BSpline spline, double x, int column) {
    int shift = shift(column);
    double low = spline.knots()[shift];
    double high = spline.knots()[spline.knots().length - shift - 1];
    if (low <= x && x <= high) {
      return spline.at(x, false);
    }
    double end = x < low ? low : high;
    double[] ends = spline.at(end, false);
    boolean line = beyond == Beyond.LINEAR;
    double[] slopes = line ? spline.at(end, true) : new double[0];
    int count = line && shift <= 1 ? shift + 1 : shift;
    double[] values = new double[each()];
    for (int j = 0; j < Math.min(count, values.length); j++) {
      int at = x < low ? j : values.length - 1 - j;
      values[at] = line ? ends[at] + (x - end) * slopes[at] : ends[at];
    }
    return values;
  }

  /**
   * How many functions reach beyond the ends. The library raises a degree of 0 or 1 by one for
   * straight lines and then keeps it for the columns that follow; so does this.
   */
  private int shift(int column) {
    if (beyond != Beyond.LINEAR || degree > 1) {
      return degree;
    }
    return Math.min(2, degree + column);
  }
}
