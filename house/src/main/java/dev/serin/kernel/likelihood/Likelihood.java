package dev.serin.kernel.likelihood;

/** Joint log-likelihoods: the logarithm of prior times likelihood of each class. */
public interface Likelihood {
  /** How many numbers a row has. */
  int features();

  /** How many classes there are. */
  int classes();

  /** The scores [rows, classes] of the rows {@code x} [rows, features]. */
  double[] scores(double[] x, int rows);
}
