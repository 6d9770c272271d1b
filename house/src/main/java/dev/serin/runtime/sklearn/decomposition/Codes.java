package dev.serin.runtime.sklearn.decomposition;

import dev.serin.kernel.SparseCode;
import dev.serin.kernel.Square;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import java.util.Arrays;

/** Sparse codes over a dictionary [atoms, features], by the algorithm that the fit named. */
final class Codes {
  private final Matrix atoms;
  private final String algorithm;
  private final double alpha;
  private final int most;
  private final boolean positive;

  private Codes(Attributes state, Matrix atoms) {
    this.atoms = atoms;
    this.algorithm = state.choice("transform_algorithm", "omp", "omp", "threshold", "lasso_lars");
    String given = state.has("transform_alpha") ? "transform_alpha" : "alpha";
    boolean own =
        state.has("transform_alpha") || state.has("alpha") && !state.release().before(1, 0);
    this.alpha = own ? state.real(given) : 1;
    int usual = Math.min(Math.max(atoms.columns() / 10, 1), atoms.rows());
    this.most = state.whole("transform_n_nonzero_coefs", usual);
    this.positive = state.flag("positive_code", false);
    if (most < 1 || positive && algorithm.equals("omp")) {
      throw state.unsupported("transform_n_nonzero_coefs is " + most + ", positive " + positive);
    }
  }

  static Estimator learned(Attributes state) {
    return of(state, "components_");
  }

  static Estimator given(Attributes state) {
    return of(state, state.either("dictionary", "components_"));
  }

  private static Estimator of(Attributes state, String attribute) {
    Codes codes = new Codes(state, state.matrix(attribute));
    boolean split = state.flag("split_sign", false);
    int columns = codes.atoms.rows() * (split ? 2 : 1);
    return Computed.of(state.name(), state.width(codes.atoms.columns()))
        .transform(columns, rows -> split ? parted(codes.coded(rows)) : codes.coded(rows).values())
        .made();
  }

  private Matrix coded(Matrix rows) {
    int count = atoms.rows();
    int width = atoms.columns();
    double[] turned = Square.turned(atoms.values(), count, width);
    double[] reach = Square.product(rows.values(), turned, width);
    SparseCode code = new SparseCode(Square.product(atoms.values(), turned, width), count);
    Matrix all = Matrix.zeros(rows.rows(), count);
    for (int row = 0; row < rows.rows(); row++) {
      double[] own = Arrays.copyOfRange(reach, row * count, (row + 1) * count);
      double[] found =
          switch (algorithm) {
            case "omp" -> code.pursuit(own, most);
            case "lasso_lars" -> code.lasso(own, alpha, positive);
            default -> thresholded(own);
          };
      System.arraycopy(found, 0, all.values(), row * count, count);
    }
    return all;
  }

  private double[] thresholded(double[] reach) {
    double[] code = new double[reach.length];
    for (int i = 0; i < code.length; i++) {
      double size = Math.signum(reach[i]) * Math.max(Math.abs(reach[i]) - alpha, 0);
      code[i] = positive ? Math.max(size, 0) : size;
    }
    return code;
  }

  /** What is above zero beside what is below it. */
  private static double[] parted(Matrix codes) {
    int count = codes.columns();
    double[] parted = new double[codes.values().length * 2];
    for (int i = 0; i < codes.values().length; i++) {
      int from = i / count * 2 * count + i % count;
      parted[from] = Math.max(codes.values()[i], 0);
      parted[from + count] = -Math.min(codes.values()[i], 0);
    }
    return parted;
  }
}
