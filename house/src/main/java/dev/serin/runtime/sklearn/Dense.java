package dev.serin.runtime.sklearn;

import dev.serin.reader.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Matrices that a fit on sparse rows left in SciPy's compressed rows, written out in full. */
public final class Dense {
  private static final long MOST_CELLS = 1L << 26;
  private static final Set<String> TYPES =
      Set.of(
          "scipy.sparse.csr.csr_matrix",
          "scipy.sparse._csr.csr_matrix",
          "scipy.sparse._csr.csr_array");

  private Dense() {}

  /** The names of such matrices, which stand in a file as mere data. */
  public static Map<String, Set<String>> inert() {
    return Map.of(
        "scipy.sparse.csr", Set.of("csr_matrix"),
        "scipy.sparse._csr", Set.of("csr_matrix", "csr_array"));
  }

  /** The matrix in this attribute, dense or in compressed rows. */
  public static Matrix of(Attributes state, String attribute) {
    if (!(state.node(attribute) instanceof Node.Instance)) {
      return state.matrix(attribute);
    }
    Attributes sparse = state.inner(attribute);
    if (!TYPES.contains(sparse.type().qualified())) {
      throw sparse.unsupported("it is not a matrix of compressed rows");
    }
    List<Node> shape = sparse.items(sparse.either("_shape", "shape"));
    if (shape.size() != 2) {
      throw sparse.corrupt("has a shape of " + shape.size() + " axes");
    }
    return written(sparse, length(sparse, shape.get(0)), length(sparse, shape.get(1)));
  }

  private static int length(Attributes sparse, Node node) {
    if (node instanceof Node.Int(long length) && length >= 0 && length <= Integer.MAX_VALUE) {
      return (int) length;
    }
    throw sparse.corrupt("has an axis that is no length");
  }

  private static Matrix written(Attributes sparse, int rows, int columns) {
    if ((long) rows * columns > MOST_CELLS) {
      throw Refusal.limit(
          sparse.place(), "has " + (long) rows * columns + " cells, the limit is " + MOST_CELLS);
    }
    double[] data = sparse.vector("data");
    int[] at = sparse.indices("indices", sparse.node("indices"), columns);
    int[] ends = sparse.indices("indptr", sparse.node("indptr"), data.length + 1);
    if (ends.length != rows + 1 || at.length != data.length || ends[0] != 0) {
      throw sparse.corrupt("has compressed rows that do not fit its shape");
    }
    Matrix full = Matrix.zeros(rows, columns);
    for (int row = 0; row < rows; row++) {
      for (int i = ends[row]; i < ends[row + 1]; i++) {
        full.values()[row * columns + at[i]] += data[i];
      }
    }
    return full;
  }
}
