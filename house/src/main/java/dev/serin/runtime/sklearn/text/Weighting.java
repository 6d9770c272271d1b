package dev.serin.runtime.sklearn.text;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Sparse;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import java.util.Arrays;

/**
 * {@code TfidfTransformer}: term counts, possibly {@code 1 + log}, times the inverse document
 * frequencies of the fit, each row then divided by its norm.
 */
final class Weighting implements Transformer {
  private final int width;
  private final boolean sublinear;
  private final double[] idf; // empty when counts are not weighted
  private final Norm norm;

  private Weighting(int width, boolean sublinear, double[] idf, Norm norm) {
    this.width = width;
    this.sublinear = sublinear;
    this.idf = idf;
    this.norm = norm;
  }

  static Weighting of(Attributes state) {
    boolean weighted = state.flag("use_idf", true);
    double[] idf = weighted ? idf(state) : new double[0];
    if (weighted && idf.length == 0) {
      throw state.corrupt("has no document frequencies");
    }
    int width = weighted ? state.width(idf.length) : state.width();
    return new Weighting(width, state.flag("sublinear_tf", false), idf, Norm.of(state, "l2"));
  }

  /** Since 1.4 a vector; before that a diagonal matrix, in rows up to 0.2x and by diagonals. */
  private static double[] idf(Attributes state) {
    if (state.has("idf_")) {
      return state.vector("idf_");
    }
    Attributes diagonal = state.inner("_idf_diag");
    if (diagonal.has("indptr")) {
      return ofRows(diagonal);
    }
    int[] offsets = diagonal.indices("offsets", diagonal.node("offsets"), 1);
    double[] data = diagonal.array("data").doubles();
    if (offsets.length != 1) {
      throw diagonal.corrupt("is no diagonal");
    }
    return data;
  }

  private static double[] ofRows(Attributes diagonal) {
    double[] data = diagonal.vector("data");
    Node indices = diagonal.node("indices");
    int[] at = diagonal.indices("indices", indices, data.length);
    int[] starts = diagonal.indices("indptr", diagonal.node("indptr"), data.length + 1);
    boolean plain = at.length == data.length && starts.length == data.length + 1;
    for (int i = 0; plain && i < data.length; i++) {
      plain = at[i] == i && starts[i] == i && starts[i + 1] == i + 1;
    }
    if (!plain) {
      throw diagonal.corrupt("is no diagonal");
    }
    return data;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return width == Estimator.ANY ? inputWidth : width;
  }

  @Override
  public boolean sparse() {
    return true;
  }

  @Override
  public Table transform(Table rows) {
    Table checked = Rows.table(rows, width, Rows.Cells.FINITE, "TfidfTransformer");
    return weighed(
        checked instanceof Sparse sparse ? sparse : Sparse.of(checked.numbers()), Precision.DOUBLE);
  }

  /** The weighed counts, rounded after each step where the vectoriser has single precision. */
  Sparse weighed(Sparse counts, Precision precision) {
    Sparse at = counts;
    if (sublinear) {
      at = precision.rounded(at.map(count -> Math.log(count) + 1));
    }
    if (idf.length > 0) {
      double[] values = Arrays.copyOf(at.values(), at.values().length);
      for (int i = 0; i < values.length; i++) {
        values[i] *= idf[at.at()[i]];
      }
      at = precision.rounded(at.with(values));
    }
    return precision.rounded(norm.divided(at));
  }
}
