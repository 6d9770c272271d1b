package dev.serin.runtime.sklearn.impute;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code IterativeImputer}: missing cells are first filled plainly, then, column by column and
 * round by round as in the fit, predicted from the other columns. Only a batch whose cells are all
 * missing keeps the first filling.
 */
final class Iterative implements Transformer {
  private static final String WHO = "IterativeImputer";

  private final int width;
  private final Transformer first;
  private final int[] kept; // the columns that the fit saw a cell of, or all
  private final boolean[] empty; // by kept column: never predicted
  private final List<Turn> turns;
  private final double[] least;
  private final double[] most;
  private final Gaps gaps;

  /** One prediction: the kept column, those that it is predicted from, and by what. */
  private record Turn(int column, int[] others, Estimator estimator) {}

  private Iterative(
      Attributes state, Workshop workshop, Transformer first, int[] kept, boolean[] empty) {
    this.width = first.width();
    this.first = first;
    this.kept = kept;
    this.empty = empty;
    this.gaps = Gaps.of(state, workshop, width);
    this.turns = turns(state, workshop, kept.length);
    this.least = limits(state, "_min_value", "min_value_", Double.NEGATIVE_INFINITY);
    this.most = limits(state, "_max_value", "max_value_", Double.POSITIVE_INFINITY);
    for (int c = 0; c < kept.length; c++) {
      if (!turns.isEmpty() && !(least[c] <= most[c])) {
        throw state.corrupt("has a lowest value above the highest");
      }
    }
  }

  static Iterative of(Attributes state, Workshop workshop) {
    if (state.flag("sample_posterior", false)) {
      throw state.unsupported("sample_posterior draws at random: its answers are never the same");
    }
    String place = state.place() + ".initial_imputer_";
    if (!(workshop.build(state.node("initial_imputer_"), place) instanceof Transformer first)
        || first.width() == ANY) {
      throw state.corrupt("has no initial imputer");
    }
    int width = state.width(first.width());
    boolean keeps = state.flag("keep_empty_features", false);
    if (keeps && state.release().before(1, 6)) {
      throw state.unsupported("keep_empty_features, which predicts all cells up to 1.5");
    }
    boolean[] never = never(state, width);
    int[] kept = IntStream.range(0, width).filter(c -> keeps || !never[c]).toArray();
    boolean[] empty = new boolean[kept.length];
    for (int c = 0; c < kept.length; c++) {
      empty[c] = never[kept[c]];
    }
    if (first.outputWidth(width) != kept.length) {
      throw state.corrupt("has an initial imputer that gives another width");
    }
    return new Iterative(state, workshop, first, kept, empty);
  }

  /** Which columns had no cell in the fit; before 1.6 they have no statistic. */
  private static boolean[] never(Attributes state, int width) {
    boolean[] never = new boolean[width];
    if (state.has("_is_empty_feature")) {
      double[] flags = state.vector("_is_empty_feature", width);
      for (int c = 0; c < width; c++) {
        never[c] = flags[c] != 0;
      }
      return never;
    }
    double[] statistics = state.inner("initial_imputer_").vector("statistics_", width);
    for (int c = 0; c < width; c++) {
      never[c] = Double.isNaN(statistics[c]);
    }
    return never;
  }

  private static List<Turn> turns(Attributes state, Workshop workshop, int columns) {
    List<Turn> turns = new ArrayList<>();
    if (state.whole("n_iter_", 0) == 0) {
      return turns;
    }
    for (Node item : state.items("imputation_sequence_")) {
      List<Node> parts =
          item instanceof Node.Instance triplet
              ? triplet.args()
              : state.items("imputation_sequence_", item);
      if (parts.size() != 3) {
        throw state.corrupt("has a turn of " + parts.size() + " parts");
      }
      String place = state.place() + ".imputation_sequence_[" + turns.size() + "]";
      int column = state.whole("imputation_sequence_", parts.get(0));
      int[] others = state.indices("imputation_sequence_", parts.get(1), columns);
      Estimator estimator = workshop.build(parts.get(2), place);
      boolean fits = estimator.width() == ANY || estimator.width() == others.length;
      if (column < 0 || column >= columns || !fits || !Gaps.predicts(estimator)) {
        throw state.corrupt("has a turn that does not predict one of its columns");
      }
      turns.add(new Turn(column, others, estimator));
    }
    return List.copyOf(turns);
  }

  private double[] limits(Attributes state, String name, String older, double open) {
    String attribute = state.either(name, older);
    if (state.has(attribute)) {
      return state.spread(attribute, kept.length);
    }
    double[] none = new double[kept.length];
    Arrays.fill(none, open);
    return none;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return kept.length + gaps.marks();
  }

  @Override
  public long passes() {
    return 1
        + first.passes()
        + gaps.passes()
        + turns.stream().mapToLong(turn -> turn.estimator.passes()).sum();
  }

  @Override
  public Table transform(Table rows) {
    Matrix given = gaps.checked(rows, width, WHO);
    Matrix start = first.transform(given).numbers();
    Matrix filled = new Matrix(start.rows(), start.columns(), start.values().clone());
    boolean[] gone = new boolean[filled.values().length];
    boolean all = true;
    for (int i = 0; i < gone.length; i++) {
      int column = i % kept.length;
      gone[i] = !empty[column] && gaps.in(given.at(i / kept.length, kept[column]));
      all &= gone[i];
    }
    for (int i = 0; i < turns.size() && !all; i++) {
      take(turns.get(i), filled, gone);
    }
    return gaps.with(filled, given);
  }

  private void take(Turn turn, Matrix filled, boolean[] gone) {
    int[] missing =
        IntStream.range(0, filled.rows())
            .filter(r -> gone[r * kept.length + turn.column])
            .toArray();
    if (missing.length == 0) {
      return;
    }
    Matrix known = Matrix.zeros(missing.length, turn.others.length);
    for (int r = 0; r < missing.length; r++) {
      for (int c = 0; c < turn.others.length; c++) {
        known.values()[r * turn.others.length + c] = filled.at(missing[r], turn.others[c]);
      }
    }
    Matrix predicted = turn.estimator.numbers(Method.PREDICT, known);
    for (int r = 0; r < missing.length; r++) {
      double value = predicted.values()[r];
      double within = Math.min(Math.max(value, least[turn.column]), most[turn.column]);
      filled.values()[missing[r] * kept.length + turn.column] = within;
    }
  }
}
