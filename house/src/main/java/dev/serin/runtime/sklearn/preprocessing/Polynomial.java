package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code PolynomialFeatures}: the products of columns, by degree and within a degree in the order
 * of Python's {@code combinations} or {@code combinations_with_replacement}. A product is
 * multiplied from its last factor to its first.
 */
final class Polynomial implements Transformer {
  private final int width;
  private final List<int[]> products;

  private Polynomial(int width, List<int[]> products) {
    this.width = width;
    this.products = products;
  }

  static Polynomial of(Attributes state, Workshop workshop) {
    int width = state.width();
    if (width < 0) {
      throw state.corrupt("does not say how many columns it takes");
    }
    int least = state.whole("_min_degree", 0);
    int most = state.has("_max_degree") ? state.whole("_max_degree") : state.whole("degree");
    boolean distinct = state.flag("interaction_only", false);
    boolean bias = state.flag("include_bias", true);
    if (least < 0 || most < least) {
      throw state.corrupt("has degrees from " + least + " to " + most);
    }
    double columns = bias ? 1 : 0;
    for (int degree = Math.max(1, least); degree <= most && columns <= 1e9; degree++) {
      if (distinct && degree > width) {
        break;
      }
      columns += distinct ? choose(width, degree) : choose(width + degree - 1, degree);
    }
    workshop.checkedWidth(state.place(), (long) columns);
    int highest = distinct ? Math.min(most, width) : most;
    workshop.checkedWidth(state.place(), (long) columns * Math.max(1, highest));
    List<int[]> products = products(width, least, highest, distinct, bias);
    int said = state.whole("n_output_features_", products.size());
    if (said != products.size()) {
      throw state.corrupt("says it gives " + said + " columns, its degrees " + products.size());
    }
    return new Polynomial(width, products);
  }

  private static double choose(int of, int taken) {
    double ways = 1;
    for (int i = 1; i <= taken && ways <= 1e12; i++) {
      ways = ways * (of - taken + i) / i;
    }
    return ways;
  }

  private static List<int[]> products(
      int width, int least, int most, boolean distinct, boolean bias) {
    List<int[]> products = new ArrayList<>();
    if (bias) {
      products.add(new int[0]);
    }
    for (int degree = Math.max(1, least); degree <= most; degree++) {
      int[] factors = new int[degree];
      for (int i = 0; i < degree; i++) {
        factors[i] = distinct ? i : 0;
      }
      boolean more = width > 0;
      while (more) {
        products.add(factors.clone());
        more = advance(factors, width, distinct);
      }
    }
    return products;
  }

  /** Moves to the next combination in lexicographic order; false after the last. */
  private static boolean advance(int[] factors, int width, boolean distinct) {
    int last = factors.length - 1;
    int at = last;
    while (at >= 0 && factors[at] == width - 1 - (distinct ? last - at : 0)) {
      at--;
    }
    if (at < 0) {
      return false;
    }
    factors[at]++;
    for (int i = at + 1; i <= last; i++) {
      factors[i] = factors[i - 1] + (distinct ? 1 : 0);
    }
    return true;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return products.size();
  }

  @Override
  public Matrix transform(Table rows) {
    Matrix from = Rows.numbers(rows, width, Rows.Cells.FINITE, "PolynomialFeatures");
    Matrix to = Matrix.zeros(from.rows(), products.size());
    int at = 0;
    for (int r = 0; r < from.rows(); r++) {
      for (int[] factors : products) {
        double product = 1;
        for (int i = factors.length - 1; i >= 0; i--) {
          product *= from.at(r, factors[i]);
        }
        to.values()[at++] = product;
      }
    }
    return to;
  }
}
