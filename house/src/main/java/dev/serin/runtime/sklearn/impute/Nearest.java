package dev.serin.runtime.sklearn.impute;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * {@code KNNImputer}: a missing cell gets the mean of its column over the nearest rows of the fit
 * that have it. The distance counts the columns that both rows have, scaled up to all; two rows
 * that share none have no distance. Of equally near rows the first are taken.
 */
final class Nearest implements Transformer {
  private static final String WHO = "KNNImputer";

  private final Matrix fitted;
  private final boolean[] gone;
  private final double[] squares; // the sum of each fitted row's squares, missing cells as zero
  private final int neighbours;
  private final boolean weighted;
  private final boolean uniformOverall;
  private final boolean keepsEmpty;
  private final Gaps gaps;
  private final int[] kept;
  private final double[] means;

  private Nearest(Attributes state, Gaps gaps, Matrix fitted) {
    this.fitted = fitted;
    this.gaps = gaps;
    this.neighbours = state.whole("n_neighbors", 5);
    this.weighted = state.choice("weights", "uniform", "uniform", "distance").equals("distance");
    state.choice("metric", "nan_euclidean", "nan_euclidean");
    // Before 1.6 rows without a distance counted where too few others were left.
    this.uniformOverall = !weighted && state.release().before(1, 6);
    this.keepsEmpty = state.flag("keep_empty_features", false);
    this.gone = new boolean[fitted.values().length];
    this.squares = new double[fitted.rows()];
    for (int i = 0; i < gone.length; i++) {
      double cell = fitted.values()[i];
      gone[i] = gaps.in(cell);
      squares[i / fitted.columns()] += gone[i] ? 0 : cell * cell;
    }
    this.means = new double[fitted.columns()];
    this.kept = IntStream.range(0, means.length).filter(this::seen).toArray();
  }

  static Nearest of(Attributes state, Workshop workshop) {
    Matrix fitted = state.matrix("_fit_X");
    state.width(fitted.columns());
    if (fitted.rows() == 0 || fitted.columns() == 0 || state.whole("n_neighbors", 5) < 1) {
      throw state.corrupt("has no rows or no neighbours");
    }
    workshop.warn(state.place() + " holds the rows that it was fitted on");
    return new Nearest(state, Gaps.of(state, workshop, fitted.columns()), fitted);
  }

  /** Whether the column has a cell in the fit; its mean is worked out on the way. */
  private boolean seen(int column) {
    double sum = 0;
    int count = 0;
    for (int r = 0; r < fitted.rows(); r++) {
      if (!gone[r * fitted.columns() + column]) {
        sum += fitted.at(r, column);
        count++;
      }
    }
    means[column] = count == 0 ? 0 : sum / count;
    return count > 0;
  }

  @Override
  public int width() {
    return fitted.columns();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return (keepsEmpty ? fitted.columns() : kept.length) + gaps.marks();
  }

  @Override
  public long passes() {
    return 1 + gaps.passes();
  }

  @Override
  public Table transform(Table rows) {
    Matrix given = gaps.checked(rows, width(), WHO);
    Matrix filled = new Matrix(given.rows(), given.columns(), given.values().clone());
    for (int r = 0; r < given.rows(); r++) {
      fill(given, filled, r);
    }
    return gaps.with(keepsEmpty ? zeroed(filled) : filled.select(kept), given);
  }

  private Matrix zeroed(Matrix filled) {
    for (int i = 0; i < filled.values().length; i++) {
      if (Arrays.binarySearch(kept, i % width()) < 0) {
        filled.values()[i] = 0;
      }
    }
    return filled;
  }

  private void fill(Matrix given, Matrix filled, int row) {
    double[] distances = new double[0];
    for (int column : kept) {
      if (gaps.in(given.at(row, column))) {
        distances = distances.length == 0 ? distances(given, row) : distances;
        filled.values()[row * width() + column] = imputed(distances, column);
      }
    }
  }

  /** The distances to all fitted rows in the library's own arithmetic, NaN where there is none. */
  private double[] distances(Matrix given, int row) {
    double[] distances = new double[fitted.rows()];
    double own = 0;
    for (int c = 0; c < width(); c++) {
      double cell = given.at(row, c);
      own += gaps.in(cell) ? 0 : cell * cell;
    }
    for (int d = 0; d < distances.length; d++) {
      distances[d] = distance(given, row, d, own);
    }
    return distances;
  }

  private double distance(Matrix given, int row, int donor, double own) {
    double product = 0;
    double mineAlone = 0;
    double theirsAlone = 0;
    int shared = 0;
    for (int c = 0; c < width(); c++) {
      boolean mine = !gaps.in(given.at(row, c));
      boolean theirs = !gone[donor * width() + c];
      double x = mine ? given.at(row, c) : 0;
      double y = theirs ? fitted.at(donor, c) : 0;
      product += x * y;
      mineAlone += theirs ? 0 : x * x;
      theirsAlone += mine ? 0 : y * y;
      shared += mine && theirs ? 1 : 0;
    }
    if (shared == 0) {
      return Double.NaN;
    }
    double square = Math.max(0, -2 * product + own + squares[donor]) - mineAlone - theirsAlone;
    return Math.sqrt(Math.max(0, square) / shared * width());
  }

  private double imputed(double[] distances, int column) {
    int[] donors =
        IntStream.range(0, distances.length)
            .filter(d -> !gone[d * width() + column])
            .boxed()
            .sorted(Comparator.comparingDouble(d -> distances[d])) // stable, NaN last
            .limit(neighbours)
            .mapToInt(Integer::intValue)
            .toArray();
    if (Double.isNaN(distances[donors[0]])) {
      return means[column];
    }
    boolean exact = weighted && distances[donors[0]] == 0;
    double sum = 0;
    double weights = 0;
    for (int donor : donors) {
      double weight = weight(distances[donor], exact);
      sum += weight * fitted.at(donor, column);
      weights += weight;
    }
    return sum / weights;
  }

  private double weight(double distance, boolean exact) {
    if (Double.isNaN(distance)) {
      return uniformOverall ? 1 : 0;
    }
    if (!weighted) {
      return 1;
    }
    return exact ? (distance == 0 ? 1 : 0) : 1 / distance;
  }
}
