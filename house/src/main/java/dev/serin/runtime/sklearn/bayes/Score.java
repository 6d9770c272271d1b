package dev.serin.runtime.sklearn.bayes;

import dev.serin.kernel.LinearKernel;
import dev.serin.kernel.likelihood.Likelihood;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Sparse;
import dev.serin.runtime.sklearn.Table;

/** The joint log-likelihood of each class for rows that it checks first. */
interface Score {
  /** How many columns it takes. */
  int features();

  /** How many classes there are. */
  int classes();

  /** The scores [rows, classes]. */
  double[] of(Table rows);

  /** Of a likelihood that needs every cell. */
  record OfCells(Likelihood likelihood, Cells cells) implements Score {
    @Override
    public int features() {
      return likelihood.features();
    }

    @Override
    public int classes() {
      return likelihood.classes();
    }

    @Override
    public double[] of(Table rows) {
      return likelihood.scores(cells.of(rows, features()), rows.rows());
    }
  }

  /** Of weighted sums, where zeros add nothing, so sparse rows stay sparse. */
  final class OfSums implements Score {
    private final String name;
    private final Matrix weights;
    private final double[] offsets;
    private final LinearKernel sums;
    private final double threshold;

    /** Cells above {@code threshold} count 1, others 0; unless it is NaN, then as they are. */
    OfSums(Attributes state, Matrix weights, double[] offsets, double threshold) {
      this.name = state.name();
      this.weights = weights;
      this.offsets = offsets;
      this.sums = new LinearKernel(weights.values(), offsets, state.place());
      this.threshold = threshold;
    }

    @Override
    public int features() {
      return weights.columns();
    }

    @Override
    public int classes() {
      return weights.rows();
    }

    @Override
    public double[] of(Table rows) {
      Table checked = Rows.table(rows, features(), Rows.Cells.FINITE, name);
      if (checked instanceof Sparse sparse && !(threshold < 0)) {
        double[] scores = sparse.map(this::counted).times(weights).values();
        for (int i = 0; i < scores.length; i++) {
          scores[i] += offsets[i % offsets.length];
        }
        return scores;
      }
      double[] cells = checked.numbers().values().clone();
      for (int i = 0; i < cells.length; i++) {
        cells[i] = counted(cells[i]);
      }
      return sums.apply(cells, rows.rows());
    }

    private double counted(double cell) {
      return Double.isNaN(threshold) ? cell : cell > threshold ? 1 : 0;
    }
  }
}
