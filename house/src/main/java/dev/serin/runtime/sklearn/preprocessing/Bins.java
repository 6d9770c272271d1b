package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import java.util.List;

/**
 * {@code KBinsDiscretizer}: the number of the bin of each cell, plain or one-hot. Before 1.1 a cell
 * slightly below an edge counted as on it.
 */
final class Bins implements Transformer {
  private final double[][] edges;
  private final boolean oneHot;
  private final boolean lenient;
  private final boolean single;

  private Bins(Attributes state, double[][] edges, boolean oneHot) {
    this.edges = edges;
    this.oneHot = oneHot;
    this.lenient = state.release().before(1, 1);
    this.single = single(state);
  }

  /** With a dtype of float32 cells are rounded to it before they are compared. */
  private static boolean single(Attributes state) {
    if (!state.has("dtype")) {
      return false;
    }
    if (state.node("dtype") instanceof Node.Global global && global.module().equals("numpy")) {
      switch (global.name()) {
        case "float32" -> {
          return true;
        }
        case "float64" -> {
          return false;
        }
        default -> {}
      }
    }
    throw state.unsupported("dtype is neither numpy.float32 nor numpy.float64");
  }

  static Bins of(Attributes state) {
    String encode = state.choice("encode", "onehot", "onehot", "onehot-dense", "ordinal");
    List<Node> columns = state.items("bin_edges_");
    state.width(columns.size());
    double[][] edges = new double[columns.size()][];
    for (int c = 0; c < edges.length; c++) {
      edges[c] = state.array("bin_edges_", columns.get(c)).doubles();
      if (edges[c].length < 2) {
        throw state.corrupt("has a column of fewer than two edges");
      }
      for (int i = 1; i < edges[c].length; i++) {
        if (!(edges[c][i - 1] <= edges[c][i])) {
          throw state.corrupt("has edges in bin_edges_ that do not ascend");
        }
      }
    }
    return new Bins(state, edges, !encode.equals("ordinal"));
  }

  @Override
  public int width() {
    return edges.length;
  }

  @Override
  public int outputWidth(int inputWidth) {
    int width = 0;
    for (double[] column : edges) {
      width += oneHot ? column.length - 1 : 1;
    }
    return width;
  }

  @Override
  public Matrix transform(Table rows) {
    Matrix from = Rows.numbers(rows, width(), Rows.Cells.FINITE, "KBinsDiscretizer");
    int width = outputWidth(width());
    Matrix to = Matrix.zeros(from.rows(), width);
    for (int r = 0; r < from.rows(); r++) {
      int at = r * width;
      for (int c = 0; c < edges.length; c++) {
        double cell = from.at(r, c);
        int bin = bin(edges[c], single ? (float) cell : cell);
        if (oneHot) {
          to.values()[at + bin] = 1;
          at += edges[c].length - 1;
        } else {
          to.values()[at++] = bin;
        }
      }
    }
    return to;
  }

  private int bin(double[] column, double cell) {
    double value = lenient ? cell + (1e-8 + 1e-5 * Math.abs(cell)) : cell;
    int low = 1;
    int high = column.length - 1;
    while (low < high) { // the first inner edge above the value
      int middle = (low + high) >>> 1;
      if (column[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
