package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Invertible;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import java.util.List;
import java.util.Optional;

/**
 * {@code PowerTransformer}: Box-Cox, {@code (x^λ - 1) / λ} and {@code log x} at 0, for numbers
 * above zero; or Yeo-Johnson, the same of {@code x + 1} for x ≥ 0 and of {@code 1 - x} with {@code
 * 2 - λ} and the sign turned below. Then, unless switched off, a standard scaler. Up to 1.6 powers
 * were taken as they are written, since then by way of logarithms, which keeps small digits.
 */
final class Power implements Invertible {
  private static final double NEAR = Math.ulp(1.0);

  private final double[] lambdas;
  private final boolean boxCox;
  private final boolean direct;
  private final List<ColumnScaler> scaler; // one or none

  private Power(double[] lambdas, boolean boxCox, boolean direct, Optional<ColumnScaler> scaler) {
    this.lambdas = lambdas;
    this.boxCox = boxCox;
    this.direct = direct;
    this.scaler = scaler.stream().toList();
  }

  static Power of(Attributes state) {
    String method = state.choice("method", "yeo-johnson", "yeo-johnson", "box-cox");
    double[] lambdas = state.vector("lambdas_");
    state.width(lambdas.length);
    Optional<ColumnScaler> scaler =
        state.flag("standardize", true)
            ? Optional.of(ColumnScaler.standard(state.inner("_scaler")))
            : Optional.empty();
    if (scaler.isPresent() && scaler.get().width() != lambdas.length) {
      throw state.corrupt("has an inner scaler of another width");
    }
    return new Power(lambdas, method.equals("box-cox"), state.release().before(1, 7), scaler);
  }

  @Override
  public int width() {
    return lambdas.length;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return lambdas.length;
  }

  @Override
  public Matrix transform(Table rows) {
    Matrix from = Rows.numbers(rows, width(), Rows.Cells.NAN, "PowerTransformer");
    Matrix to = Matrix.zeros(from.rows(), from.columns());
    for (int i = 0; i < from.values().length; i++) {
      double cell = from.values()[i];
      double lambda = lambdas[i % lambdas.length];
      to.values()[i] = boxCox ? boxCox(positive(cell), lambda) : yeoJohnson(cell, lambda);
    }
    return scaler.isEmpty() ? to : scaler.getFirst().scaled(to);
  }

  private static double positive(double cell) {
    if (cell <= 0) {
      throw Rows.invalid(
          "OUT_OF_DOMAIN", "the Box-Cox transformation takes numbers above zero only");
    }
    return cell;
  }

  private static double boxCox(double x, double lambda) {
    double log = Math.log(x);
    return lambda == 0 ? log : Math.expm1(lambda * log) / lambda;
  }

  private double yeoJohnson(double x, double lambda) {
    if (x >= 0) {
      return Math.abs(lambda) < NEAR ? Math.log1p(x) : grown(x, lambda);
    }
    double rest = 2 - lambda;
    return Math.abs(rest) <= NEAR ? -Math.log1p(-x) : -grown(-x, rest);
  }

  private double grown(double x, double power) {
    return direct
        ? (Math.pow(x + 1, power) - 1) / power
        : Math.expm1(power * Math.log1p(x)) / power;
  }

  @Override
  public Matrix back(Matrix transformed) {
    Rows.check(transformed.values(), Rows.Cells.NAN, "PowerTransformer");
    Matrix scaled = scaler.isEmpty() ? transformed : scaler.getFirst().back(transformed);
    Matrix rows = Matrix.zeros(scaled.rows(), scaled.columns());
    for (int i = 0; i < rows.values().length; i++) {
      double cell = scaled.values()[i];
      double lambda = lambdas[i % lambdas.length];
      rows.values()[i] = boxCox ? boxCoxBack(cell, lambda) : yeoJohnsonBack(cell, lambda);
    }
    return rows;
  }

  private static double boxCoxBack(double y, double lambda) {
    return lambda == 0 ? Math.exp(y) : Math.exp(Math.log1p(lambda * y) / lambda);
  }

  private static double yeoJohnsonBack(double y, double lambda) {
    if (y >= 0) {
      return Math.abs(lambda) < NEAR ? Math.exp(y) - 1 : Math.pow(y * lambda + 1, 1 / lambda) - 1;
    }
    double rest = 2 - lambda;
    return Math.abs(rest) > NEAR ? 1 - Math.pow(-rest * y + 1, 1 / rest) : 1 - Math.exp(-y);
  }
}
