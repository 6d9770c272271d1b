package dev.serin.runtime.sklearn.bayes;

import dev.serin.kernel.Links;
import dev.serin.kernel.likelihood.Independent;
import dev.serin.kernel.likelihood.Tabled;
import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Answer;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Naive Bayes: the class with the largest joint likelihood; probabilities by normalising. */
final class NaiveBayes implements Estimator {
  private final Labels labels;
  private final Score score;

  private NaiveBayes(Attributes state, Labels labels, Score score) {
    if (score.classes() != labels.size()) {
      throw state.corrupt("has " + labels.size() + " classes and numbers for " + score.classes());
    }
    state.width(score.features());
    this.labels = labels;
    this.score = score;
  }

  /** {@code GaussianNB}: the variances were called {@code sigma_} before 1.0. */
  static NaiveBayes gaussian(Attributes state) {
    Labels labels = state.labels("classes_");
    Matrix means = state.matrix("theta_");
    Matrix variances = state.matrix(state.either("var_", "sigma_"));
    if (means.rows() != labels.size()
        || means.rows() != variances.rows()
        || means.columns() != variances.columns()) {
      throw state.corrupt("has means and variances of different sizes");
    }
    Independent likelihood =
        new Independent(
            state.vector("class_prior_", labels.size()), means.values(), variances.values());
    return new NaiveBayes(state, labels, new Score.OfCells(likelihood, Cells.plain(state)));
  }

  /** {@code MultinomialNB}. */
  static NaiveBayes multinomial(Attributes state) {
    Matrix weights = state.matrix("feature_log_prob_");
    return weighted(state, weights, state.vector("class_log_prior_", weights.rows()), Double.NaN);
  }

  /** {@code ComplementNB}: the prior counts only where there is but one class. */
  static NaiveBayes complement(Attributes state) {
    Matrix weights = state.matrix("feature_log_prob_");
    double[] priors =
        weights.rows() == 1 ? state.vector("class_log_prior_", 1) : new double[weights.rows()];
    return weighted(state, weights, priors, Double.NaN);
  }

  /** {@code BernoulliNB}: a feature that is not there counts by the chance of its absence. */
  static NaiveBayes bernoulli(Attributes state) {
    Matrix present = state.matrix("feature_log_prob_");
    double[] offsets = state.vector("class_log_prior_", present.rows());
    Matrix weights = Matrix.zeros(present.rows(), present.columns());
    for (int k = 0; k < present.rows(); k++) {
      double absences = 0;
      for (int f = 0; f < present.columns(); f++) {
        double absence = Math.log(1 - Math.exp(present.at(k, f)));
        weights.values()[k * present.columns() + f] = present.at(k, f) - absence;
        absences += absence;
      }
      offsets[k] += absences;
    }
    return weighted(state, weights, offsets, state.real("binarize", Double.NaN));
  }

  private static NaiveBayes weighted(
      Attributes state, Matrix weights, double[] offsets, double threshold) {
    return new NaiveBayes(
        state, state.labels("classes_"), new Score.OfSums(state, weights, offsets, threshold));
  }

  /** {@code CategoricalNB}: a category beyond those of the fit is refused. */
  static NaiveBayes categorical(Attributes state) {
    Labels labels = state.labels("classes_");
    List<double[]> tables = new ArrayList<>();
    for (Node node : state.items("feature_log_prob_")) {
      NdArray table = state.array("feature_log_prob_", node);
      int[] shape = table.shape();
      if (shape.length != 2 || shape[0] != labels.size() || shape[1] == 0) {
        throw state.corrupt("has a table of shape " + Arrays.toString(shape));
      }
      tables.add(table.doubles());
    }
    Tabled tabled = new Tabled(state.vector("class_log_prior_", labels.size()), tables);
    return new NaiveBayes(
        state, labels, new Score.OfCells(tabled, Cells.categories(state, tabled)));
  }

  @Override
  public int width() {
    return score.features();
  }

  @Override
  public List<Labels> targets() {
    return List.of(labels);
  }

  @Override
  public Map<Method, List<Form>> forms() {
    return Form.weighing(targets());
  }

  @Override
  public Answer answer(Method method, Table rows) {
    double[] scores = score.of(rows);
    if (method == Method.PREDICT) {
      int[] chosen = new int[rows.rows()];
      for (int r = 0; r < chosen.length; r++) {
        chosen[r] = Links.largest(scores, r * labels.size(), labels.size());
      }
      return new Answer.Chosen(chosen, targets());
    }
    return new Answer.Numbers(
        new Matrix(rows.rows(), labels.size(), Links.normalised(scores, labels.size())));
  }

  @Override
  public String sizes() {
    return width() + " → " + labels.size() + " classes";
  }
}
