package dev.serin.runtime.sklearn.decomposition;

import dev.serin.kernel.Sums;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import java.util.Arrays;

/**
 * Latent Dirichlet allocation: the share of each topic in a row of counts, iterated as in
 * variational Bayes until the mean change is below {@code tolerance}. {@code words} [topics, words]
 * are e to the expected logarithms of the topics' words.
 */
record Topics(Matrix words, double prior, int iterations, double tolerance) {
  private static final int MOST = 100_000;
  private static final double EULER = 0.577215664901532860606512090082402431;

  static Estimator of(Attributes state) {
    Matrix words = state.matrix("exp_dirichlet_component_");
    int iterations = state.whole("max_doc_update_iter", 100);
    if (iterations < 0 || iterations > MOST || words.rows() == 0) {
      throw state.unsupported("max_doc_update_iter is " + iterations);
    }
    Topics topics =
        new Topics(
            words, state.real("doc_topic_prior_"), iterations, state.real("mean_change_tol", 1e-3));
    return Computed.of(state.name(), state.width(words.columns()))
        .transform(words.rows(), topics::shares)
        .made();
  }

  private double[] shares(Matrix rows) {
    double[] all = new double[Math.multiplyExact(rows.rows(), words.rows())];
    for (int row = 0; row < rows.rows(); row++) {
      double[] counts =
          Arrays.copyOfRange(rows.values(), row * rows.columns(), (row + 1) * rows.columns());
      for (double count : counts) {
        if (count < 0) {
          throw Rows.invalid("NEGATIVE", "the rows hold " + count + ", below zero");
        }
      }
      double[] found = found(counts);
      double sum = Sums.of(found, 0, found.length);
      for (int topic = 0; topic < found.length; topic++) {
        all[row * found.length + topic] = found[topic] / sum;
      }
    }
    return all;
  }

  private double[] found(double[] counts) {
    double[] topics = new double[words.rows()];
    Arrays.fill(topics, 1);
    double[] weights = new double[topics.length];
    Arrays.fill(weights, Math.exp(psi(1) - psi(topics.length)));
    for (int i = 0; i < iterations; i++) {
      double[] last = topics;
      topics = next(counts, weights);
      double total = 0;
      for (double topic : topics) {
        total += topic;
      }
      double change = 0;
      for (int topic = 0; topic < topics.length; topic++) {
        weights[topic] = Math.exp(psi(topics[topic]) - psi(total));
        change += Math.abs(last[topic] - topics[topic]);
      }
      if (change / topics.length < tolerance) {
        break;
      }
    }
    return topics;
  }

  private double[] next(double[] counts, double[] weights) {
    double[] sums = new double[weights.length];
    for (int word = 0; word < counts.length; word++) {
      if (counts[word] == 0) {
        continue;
      }
      double norm = 0;
      for (int topic = 0; topic < weights.length; topic++) {
        norm += weights[topic] * words.at(topic, word);
      }
      double share = counts[word] / (norm + 0x1p-52);
      for (int topic = 0; topic < weights.length; topic++) {
        sums[topic] += share * words.at(topic, word);
      }
    }
    for (int topic = 0; topic < weights.length; topic++) {
      sums[topic] = weights[topic] * sums[topic] + prior;
    }
    return sums;
  }

  /** The digamma function in the library's own approximation, of nine digits. */
  private static double psi(double x) {
    if (x <= 1e-6) {
      return -EULER - 1 / x;
    }
    double result = 0;
    double at = x;
    while (at < 6) {
      result -= 1 / at;
      at += 1;
    }
    double r = 1 / at;
    result += Math.log(at) - 0.5 * r;
    r *= r;
    return result - r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252)));
  }
}
