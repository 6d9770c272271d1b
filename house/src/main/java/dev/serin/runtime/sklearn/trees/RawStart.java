package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.Links;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Set;

/** The raw scores [rows, K] that boosting starts from, before any tree has spoken. */
sealed interface RawStart {
  /** What releases before 0.21 started from; each gives raw scores, not probabilities. */
  Set<String> ANCIENT =
      Set.of(
          "LogOddsEstimator",
          "MeanEstimator",
          "PriorProbabilityEstimator",
          "QuantileEstimator",
          "ScaledLogOddsEstimator",
          "ZeroEstimator");

  /** The scores for rows that were rounded to float32, as boosting gives them to its start. */
  double[] scores(Matrix rows);

  /** How many steps a row passes here. */
  long passes();

  /** The start of a classifier: nothing, or the probabilities of an estimator, unlinked. */
  static RawStart ofClassifier(
      Attributes state, Workshop workshop, int outputs, boolean exponential) {
    if (zero(state)) {
      return new Constant(new double[outputs]);
    }
    if (ancient(state)) {
      return constant(state.inner("init_"), outputs);
    }
    if (state.release().before(0, 21)) {
      throw state.unsupported("init_ is an estimator, whose scores a release before 0.21 took raw");
    }
    Estimator init = workshop.build(state.node("init_"), state.place() + ".init_");
    int classes = Math.max(2, outputs);
    List<Form> forms = init.forms().getOrDefault(Method.PREDICT_PROBA, List.of());
    if (forms.size() != 1 || !forms.getFirst().tail().equals(List.of(classes))) {
      throw state.unsupported("init_ does not tell the probabilities of " + classes + " classes");
    }
    fits(state, init);
    double edge = state.release().before(1, 8) ? 0x1p-23 : 0x1p-52; // a step of float32, of float64
    if (outputs > 1) {
      return new Multinomial(init, outputs, !state.release().before(1, 4), edge);
    }
    return new LogOdds(init, exponential ? 0.5 : 1, edge);
  }

  /** The start of a regressor: nothing, or the prediction of an estimator. */
  static RawStart ofRegressor(Attributes state, Workshop workshop) {
    if (zero(state)) {
      return new Constant(new double[1]);
    }
    if (ancient(state)) {
      return constant(state.inner("init_"), 1);
    }
    Estimator init = workshop.build(state.node("init_"), state.place() + ".init_");
    List<Form> forms = init.forms().getOrDefault(Method.PREDICT, List.of());
    boolean numbers = forms.size() == 1 && forms.getFirst().equals(Form.flat(DataType.FP64));
    if (!numbers || !init.targets().isEmpty()) {
      throw state.unsupported("init_ does not predict one number");
    }
    fits(state, init);
    return new Prediction(init);
  }

  private static boolean zero(Attributes state) {
    if (state.node("init_") instanceof Node.Text(String text)) {
      if (text.equals("zero")) {
        return true;
      }
      throw state.unsupported("init_ is '" + text + "', known is zero");
    }
    return false;
  }

  private static void fits(Attributes state, Estimator init) {
    int width = state.width();
    if (init.width() != Estimator.ANY && width != Estimator.ANY && init.width() != width) {
      throw state.corrupt("starts from an estimator over " + init.width() + " features");
    }
  }

  private static boolean ancient(Attributes state) {
    return state.node("init_") instanceof Node.Instance init
        && init.type().module().equals("sklearn.ensemble.gradient_boosting")
        && ANCIENT.contains(init.type().name());
  }

  private static RawStart constant(Attributes init, int outputs) {
    return new Constant(
        switch (init.name()) {
          case "ZeroEstimator" -> new double[outputs];
          case "MeanEstimator" -> init.spread("mean", outputs);
          case "QuantileEstimator" -> init.spread("quantile", outputs);
          case "PriorProbabilityEstimator" -> init.vector("priors", outputs);
          default -> init.spread("prior", outputs);
        });
  }

  /** The same scores for every row. */
  record Constant(double[] each) implements RawStart {
    @Override
    public double[] scores(Matrix rows) {
      double[] scores = new double[Math.multiplyExact(rows.rows(), each.length)];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = each[i % each.length];
      }
      return scores;
    }

    @Override
    public long passes() {
      return 0;
    }
  }

  /** A number predicted by an estimator. */
  record Prediction(Estimator init) implements RawStart {
    @Override
    public double[] scores(Matrix rows) {
      return init.numbers(Method.PREDICT, rows).values().clone();
    }

    @Override
    public long passes() {
      return init.passes();
    }
  }

  /** The logarithm of the odds of the second of two classes, times {@code factor}. */
  record LogOdds(Estimator init, double factor, double edge) implements RawStart {
    @Override
    public double[] scores(Matrix rows) {
      double[] scores = init.numbers(Method.PREDICT_PROBA, rows).copy(1);
      for (int i = 0; i < scores.length; i++) {
        scores[i] = factor * Links.logit(clipped(scores[i], edge));
      }
      return scores;
    }

    @Override
    public long passes() {
      return init.passes();
    }
  }

  /** The logarithms of K probabilities, since 1.4 less their mean. */
  record Multinomial(Estimator init, int outputs, boolean centred, double edge)
      implements RawStart {
    @Override
    public double[] scores(Matrix rows) {
      double[] scores = init.numbers(Method.PREDICT_PROBA, rows).values().clone();
      for (int from = 0; from < scores.length; from += outputs) {
        double mean = 0;
        for (int i = from; i < from + outputs; i++) {
          scores[i] = Math.log(clipped(scores[i], edge));
          mean += scores[i] / outputs;
        }
        for (int i = from; centred && i < from + outputs; i++) {
          scores[i] -= mean;
        }
      }
      return scores;
    }

    @Override
    public long passes() {
      return init.passes();
    }
  }

  /** A probability kept at least {@code edge} away from 0 and 1. */
  private static double clipped(double p, double edge) {
    return Math.min(Math.max(p, edge), 1 - edge);
  }
}
