package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import java.util.stream.IntStream;

/** A selector of columns: which ones follows from the scores of the fit. */
final class Selection implements Transformer {
  private final String name;
  private final int width;
  private final int[] kept;
  private final Rows.Cells cells;

  private Selection(Attributes state, boolean[] mask, Rows.Cells cells) {
    this.name = state.name();
    this.width = state.width(mask.length);
    this.kept = IntStream.range(0, mask.length).filter(c -> mask[c]).toArray();
    this.cells = cells;
  }

  /** {@code VarianceThreshold}. */
  static Selection variance(Attributes state) {
    boolean[] mask = above(state.vector("variances_"), state.real("threshold", 0));
    return new Selection(state, mask, Rows.Cells.ANY);
  }

  /** {@code RandomizedLasso, RandomizedLogisticRegression}, gone since 0.21. */
  static Selection randomized(Attributes state) {
    boolean[] mask = above(state.vector("scores_"), state.real("selection_threshold", 0.25));
    return new Selection(state, mask, Rows.Cells.FINITE);
  }

  private static boolean[] above(double[] scores, double threshold) {
    boolean[] mask = new boolean[scores.length];
    for (int c = 0; c < mask.length; c++) {
      mask[c] = scores[c] > threshold;
    }
    return mask;
  }

  /** {@code SelectKBest}. */
  static Selection best(Attributes state) {
    return new Selection(state, best(state, "k"), Rows.Cells.FINITE);
  }

  private static boolean[] best(Attributes state, String option) {
    double[] scores = state.vector("scores_");
    boolean all = state.node(option) instanceof Node.Text;
    if (all && !state.text(option).equals("all")) {
      throw state.unsupported(option + " is '" + state.text(option) + "'");
    }
    return all ? Scores.all(scores.length) : Scores.best(scores, state.whole(option));
  }

  /** {@code SelectPercentile}. */
  static Selection percentile(Attributes state) {
    return new Selection(
        state,
        Scores.percentile(state.vector("scores_"), state.real("percentile", 10)),
        Rows.Cells.FINITE);
  }

  /** {@code SelectFpr}. */
  static Selection falsePositives(Attributes state) {
    return new Selection(
        state,
        Scores.below(state.vector("pvalues_"), state.real("alpha", 0.05)),
        Rows.Cells.FINITE);
  }

  /** {@code SelectFdr}. */
  static Selection falseDiscoveries(Attributes state) {
    return new Selection(
        state,
        Scores.discoveries(state.vector("pvalues_"), state.real("alpha", 0.05)),
        Rows.Cells.FINITE);
  }

  /** {@code SelectFwe}. */
  static Selection familyError(Attributes state) {
    double[] chances = state.vector("pvalues_");
    return new Selection(
        state,
        Scores.below(chances, state.real("alpha", 0.05) / chances.length),
        Rows.Cells.FINITE);
  }

  /** {@code GenericUnivariateSelect}: one of the rules above by its mode. */
  static Selection univariate(Attributes state) {
    String mode = state.choice("mode", "percentile", "percentile", "k_best", "fpr", "fdr", "fwe");
    boolean[] mask =
        switch (mode) {
          case "percentile" -> Scores.percentile(state.vector("scores_"), state.real("param"));
          case "k_best" -> best(state, "param");
          case "fpr" -> Scores.below(state.vector("pvalues_"), state.real("param"));
          case "fdr" -> Scores.discoveries(state.vector("pvalues_"), state.real("param"));
          default -> {
            double[] chances = state.vector("pvalues_");
            yield Scores.below(chances, state.real("param") / chances.length);
          }
        };
    return new Selection(state, mask, Rows.Cells.FINITE);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return kept.length;
  }

  @Override
  public Table transform(Table rows) {
    return Rows.table(rows, width, cells, name).select(kept);
  }
}
